{#-
    What a printed cell adds to a sum. A listed row is one centre; a blank or a dash adds
    nothing; S/I and what cannot be read are unknown, and make the sum unknown.
-#}
{%- macro countable_value(value, value_status) -%}
    case {{ value_status }}
        when 'listed' then 1
        when 'blank' then 0
        when 'dash' then 0
        else {{ value }}
    end
{%- endmacro -%}
