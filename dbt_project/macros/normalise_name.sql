{#-
The key under which a printed name is compared: upper case, without accents (decomposed ones
too, Ñ as N), punctuation or footnote marks, single spaces. Null stays null.
`Gral. Sánchez Cerro (1)*` → `GRAL SANCHEZ CERRO`.
-#}
{%- macro normalise_name(text) -%}
    trim(regexp_replace(
        upper(strip_accents({{ without_footnote_marks(text) }})), '[^A-Z0-9]+', ' ', 'g'
    ))
{%- endmacro -%}
