"""Ordinary sentences with numbers that are no figures, as an author adds them between tables.

Belongs here: what they say. Does not belong here: where they stand (`compose`).
"""

from __future__ import annotations

SENTENCES: tuple[str, ...] = (
    "Según ENDES 2021, el 54,9 % de las mujeres ha sufrido violencia alguna vez en su vida.",
    "Según la ENDES 2020 - 2021, 6 de cada 10 mujeres sufrieron violencia psicológica.",
    "La atención se brinda las 24 horas, los 365 días del año.",
    "Aprobado por RM N° 123-2022-MIMP, publicada el 15 de marzo de 2022.",
    "Ley N° 30364 y su reglamento (D.S. N° 009-2016-MIMP), modificado por D. S. 004-2020-MIMP.",
    "Decreto Legislativo 1297 para la protección de la niñez sin cuidados parentales.",
    "D. Leg. N.º 1408 y Resolución Ministerial Nro. 051-2021-MIMP/DM.",
    "Dirección: Av. Balta 123, piso 2. Teléfono (053) 461234 anexo 105.",
    "Dirección: Jr. Ayacucho N° 550 – Int. 2, Cel. 987 654 321 / 987654322.",
    "Calle Lima 345, 2do piso, oficina 204; Mz. B Lt. 12, Km 5 de la Panamericana.",
    "Horario de atención: lunes a viernes de 8:00 a.m. a 4:30 p.m.; sábados de 8 a 13 h.",
    "Fecha de corte: 31.01.2023; elaborado el 7 de marzo de 2023.",
    "Informe N° 000123-2023-MIMP-OGMEPGD/OME y Oficio Múltiple N° D000012-2023-MIMP-SG.",
    "La región tiene 3 provincias y 20 distritos, con una población de 192 740 habitantes.",
    "Se cuenta con un presupuesto de S/ 1 250 000 (PIA 2023) y S/. 1,300,000.50 de PIM.",
    "El presupuesto asciende a 2,5 millones de soles.",
    "Objetivo de Desarrollo Sostenible 5 y meta 5.2 de la Agenda 2030.",
    "Dirigido a niñas y niños de 0 a 17 años y a personas de 60 años a más.",
    "Correo: oficina1@mimp.gob.pe, web: https://www.gob.pe/mimp/12345",
    "Durante los años 2021 y 2022 se mantuvo el servicio; en el periodo 2019-2022 creció.",
    "Del 1 al 31 de enero de 2023 se reforzó la atención; en el 1.er trimestre, también.",
    "La COVID-19 afectó la atención entre 2020 y 2021.",
    "Se ubica a 1 410 m s. n. m. y a 1 142 km de la capital; superficie de 15 734 km2.",
    "La tasa es de 12,5 por cada 1 000 habitantes.",
    "Emergencias: 105 (PNP), 116 (Bomberos).",
    "El 8 de marzo y el 25 de noviembre hay campañas en todo el país.",
    "El artículo 28 de la Ley y el numeral 3.2 de la directiva lo disponen.",
    "RUC 20336951527; código postal 18001; ubigeo 180101.",
)
"""Each is a paragraph; none of its numbers counts people or centres."""
