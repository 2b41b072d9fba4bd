{#-
How alike a printed name and a place's name must be (`similarity`) to be taken for a slip of the
pen, for a line OCR has read off the map, and how far behind the second best must be.
-#}
{%- macro slip_score() -%} 0.75 {%- endmacro -%}

{%- macro ocr_score() -%} 0.55 {%- endmacro -%}

{%- macro clear_margin() -%} 0.1 {%- endmacro -%}
