{#-
A printed text without invisible characters and without the marks that point to a footnote:
asterisks, superscript digits, `(1)` or `1/` after the text. The text itself stays as printed.
-#}
{%- macro without_footnote_marks(text) -%}
trim(regexp_replace(
    regexp_replace(
        regexp_replace(
            {{ text }}, '[\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}\x{FEFF}]', '', 'g'
        ),
        '[*†‡¹²³⁰⁴-⁹ª]+|\((\*|[0-9a-d]{1,2}|[0-9]/)\)\s*$', '', 'g'
    ),
    '(\S)\s+[0-9]{1,2}/\s*$', '\1', 'g'
), ' \t\n\r' || chr(160))
{%- endmacro -%}
