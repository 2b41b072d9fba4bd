{#-
A printed text without invisible characters and without the marks that point to a footnote:
asterisks (bare or in brackets), superscript digits (`¹`, `⁽¹⁾`, `¹/`), `(1)` or `1/` after the text. The text itself stays as printed;
a text that is nothing but `(3)` stays too. Every kind of space becomes a plain one.
-#}
{%- macro without_footnote_marks(text) -%}
    trim(regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        {{ text }},
                        '[\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}]',
                        '',
                        'g'
                    ),
                    '[\s\x{0000}-\x{001F}\x{0085}\x{00A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}]+',
                    ' ',
                    'g'
                ),
                '\([*†‡]+\)|[*†‡¹²³⁰⁴-⁹⁽⁾]+/?', '', 'g'
            ),
            '(\S) ?\(([0-9]{1,2}|[a-fp])/?\) ?$', '\1'
        ),
        '(\S) ([0-9]{1,2}|[a-fp])/ ?$', '\1'
    ))
{%- endmacro -%}
