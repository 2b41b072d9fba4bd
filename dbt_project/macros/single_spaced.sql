{#-
A printed text on one line: every kind of space or line break in it is one plain space. Null
stays null.
-#}
{%- macro single_spaced(text) -%}
    trim(regexp_replace({{ text }}, '[\s\x{0000}-\x{001F}\x{0085}\x{00A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]+', ' ', 'g'))
{%- endmacro -%}
