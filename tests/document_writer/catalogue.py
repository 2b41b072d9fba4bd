"""What the ministry prints about each service: headings, labels, measures, table shapes.

Belongs here: the printed words, as data. Does not belong here: what each of them is for
(`service_words`), figures, or which of the words a document uses (`style`). Definitions are our
own short sentences, not the ministry's.
"""

from __future__ import annotations

from tests.document_writer.service_words import MeasureWords, ProgramWords, ServiceWords

PROGRAMS: tuple[ProgramWords, ...] = (
    ProgramWords(
        "AURORA",
        "PROGRAMA NACIONAL PARA LA PREVENCIÓN Y ERRADICACIÓN DE LA VIOLENCIA CONTRA LAS MUJERES"
        " E INTEGRANTES DEL GRUPO FAMILIAR – AURORA",
        "AURORA reúne los servicios que previenen y atienden la violencia en los hogares.",
        lists_services=True,
    ),
    ProgramWords(
        "INABIF",
        "PROGRAMA INTEGRAL NACIONAL PARA EL BIENESTAR FAMILIAR – INABIF",
        "INABIF trabaja por las familias que pasan dificultades.",
        lists_services=True,
    ),
    ProgramWords(
        "DPE",
        "DIRECCIÓN DE PROTECCIÓN ESPECIAL – DPE",
        "La dirección orienta a las unidades que cuidan a la niñez sin familia.",
    ),
    ProgramWords(
        "DPAM",
        "DIRECCIÓN DE PERSONAS ADULTAS MAYORES – DPAM",
        "La dirección se ocupa de que las personas de 60 años a más vivan bien.",
    ),
    ProgramWords(
        "CONADIS",
        "CONSEJO NACIONAL PARA LA INTEGRACIÓN DE LA PERSONA CON DISCAPACIDAD – CONADIS",
        "",
    ),
)

_AURORA = "Programa Nacional AURORA"
_INABIF = "Programa Integral Nacional para el Bienestar Familiar – INABIF"
_NNA_ATENDIDOS = MeasureWords(
    "nna_atendidos",
    "Niñas, niños y adolescentes atendidas/os",
    typical=60,
    adds_up=False,
)

SERVICES: tuple[ServiceWords, ...] = (
    ServiceWords(
        code="CEM",
        program="AURORA",
        headings=("Centro Emergencia Mujer – CEM", "Centros Emergencia Mujer (CEM)"),
        definition="Oficina gratuita que escucha y acompaña a quien sufre violencia.",
        label="Centro Emergencia Mujer - CEM",
        measures=(
            MeasureWords("casos_atendidos", "casos atendidos por violencia", typical=400),
            MeasureWords(
                "actividades_atencion", "actividades en atención por violencia", typical=6000
            ),
            MeasureWords("acciones_preventivas", "acciones preventivas", "A través de", 120),
            MeasureWords(
                "personas_sensibilizadas",
                "personas",
                "se sensibilizó e informó a",
                1500,
                continues_sentence=True,
                alone="personas sensibilizadas",
            ),
        ),
        shape="centre_province",
        centre_heading="Tipo CEM",
        centres=(
            ("CEM Regulares", "Regular"),
            ("CEM Comisaria", "Comisaría"),
            ("CEM en Centro de Salud", "Centro de salud"),
        ),
        matrix_label="CEM",
        legend=(
            ("CEM Regular", "Regular"),
            ("CEM Comisaria", "Comisaría"),
            ("CEM Centro de Salud", "Centro de salud"),
        ),
        source=_AURORA,
    ),
    ServiceWords(
        code="ER",
        program="AURORA",
        headings=("Estrategia Rural – ER",),
        definition="Equipos que viajan a comunidades del campo.",
        label="Estrategia Rural",
        measures=(MeasureWords("casos_derivados", "Casos derivados", typical=5),),
        shape="intervention",
        matrix_label="EST. RURAL",
        usual_label="after",
        source=_AURORA,
        share=0.7,
    ),
    ServiceWords(
        code="SAR",
        program="AURORA",
        headings=("Servicio de Atención Rural – SAR",),
        definition="Equipos que atienden en comunidades alejadas.",
        label="Servicio de Atención Rural - SAR",
        measures=(MeasureWords("casos_derivados", "Casos derivados", typical=8),),
        shape="intervention",
        matrix_label="SAR",
        source=_AURORA,
        share=0.3,
    ),
    ServiceWords(
        code="SAU",
        program="AURORA",
        headings=("Servicio de Atención Urgente – SAU",),
        definition="Equipos que acuden en cuanto se avisa de un caso, a cualquier hora.",
        label="Servicio de Atención Urgente - SAU",
        measures=(MeasureWords("casos_atendidos", "casos atendidos", typical=20),),
        shape="centre_province",
        centres=(("SAU", None),),
        matrix_label="SAU",
        legend=(("Servicio de Atención Urgente - SAU", None),),
        source=_AURORA,
        share=0.35,
    ),
    ServiceWords(
        code="CAI",
        program="AURORA",
        headings=("Centro de Atención Institucional – CAI",),
        definition="Lugar donde quien agredió aprende a no hacerlo más.",
        label="Centro de Atención Institucional - CAI",
        measures=(
            MeasureWords("personas_atendidas", "personas atendidas", typical=30, adds_up=False),
        ),
        shape="centre_province",
        centres=(("CAI", None),),
        matrix_label="CAI",
        legend=(("Centro de Atención Institucional - CAI", None),),
        source=_AURORA,
        share=0.3,
    ),
    ServiceWords(
        code="LINEA_100",
        program="AURORA",
        headings=("Línea 100",),
        definition="Teléfono gratuito que responde las 24 horas.",
        label="Línea 100",
        measures=(MeasureWords("consultas_telefonicas", "Consultas telefónicas", typical=60),),
        source=_AURORA,
        share=0.9,
    ),
    ServiceWords(
        code="HRT",
        program="AURORA",
        headings=("Hogar de Refugio Temporal (HRT)", "Hogares de Refugio Temporal – HRT"),
        definition="Casa segura para una mujer en peligro y sus hijos.",
        label="Hogar Refugio Temporal – HRT",
        shape="refuge",
        centres=(("HRT implementado por el Sector", None), ("HRT de gestión local", None)),
        matrix_label="HRT",
        usual_label="after",
        legend=(("Hogar de Refugio Temporal - HRT", None),),
        target="Mujeres en peligro grave por violencia, junto con sus hijas e hijos.",
        source="Dirección de Asistencia Técnica y Promoción de Servicios /"
        " Dirección General Contra la Violencia de Género",
        share=0.6,
    ),
    ServiceWords(
        code="CAR_NNA",
        program="INABIF",
        headings=(
            "Centros de Acogida Residencial para Niñas, Niños y Adolescentes – CAR NNA",
            "Centro de Acogida Residencial – CAR NNA",
        ),
        definition="Hogar para quienes tienen de 0 a 18 años y no pueden vivir con su familia.",
        label="Centro de Atención Residencial – CAR",
        measures=(_NNA_ATENDIDOS,),
        shape="centre_province",
        centres=(("CAR", None),),
        matrix_label="CAR NNA",
        legend=(("Centro de Acogida Residencial de NNA - CAR NNA", None),),
        source=_INABIF,
        share=0.8,
    ),
    ServiceWords(
        code="CARPAM",
        program="INABIF",
        headings=(
            "Centro de Atención Residencial para Personas Adultas Mayores – CARPAM",
            "Centros de Atención Residencial para Personas Adultas Mayores (CARPAM)",
        ),
        definition="Hogar para personas mayores que se quedaron solas.",
        label="Centro de Atención Residencial para Personas Adultas Mayores - CARPAM",
        measures=(
            MeasureWords(
                "pam_atendidas", "personas adultas mayores atendidas", typical=40, adds_up=False
            ),
        ),
        shape="centre_province",
        centres=(("CARPAM", None),),
        matrix_label="CARPAM",
        source=_INABIF,
        share=0.3,
    ),
    ServiceWords(
        code="CEDIF",
        program="INABIF",
        headings=("Centro de Desarrollo Integral de la Familia – CEDIF",),
        definition="Lugar de apoyo para familias con dificultades.",
        label="Centro de Desarrollo Integral de la Familia - CEDIF",
        measures=(
            MeasureWords("personas_atendidas", "personas atendidas", typical=150, adds_up=False),
        ),
        shape="centre_province",
        centres=(("CEDIF", None),),
        matrix_label="CEDIF",
        source=_INABIF,
        share=0.4,
    ),
    ServiceWords(
        code="EDUC_CALLE",
        program="INABIF",
        headings=("Educadores de Calle",),
        definition="Equipos que trabajan con la niñez que pasa el día en la calle.",
        label="Educadores de Calle",
        measures=(_NNA_ATENDIDOS,),
        shape="centre_province",
        centres=(("Centros de referencia", None),),
        matrix_label="EDUC. DE CALLE",
        legend=(("Educadores Calle", None),),
        source=_INABIF,
        share=0.8,
    ),
    ServiceWords(
        code="UPE",
        program="DPE",
        headings=("Unidad de Protección Especial – UPE",),
        definition="Oficina que decide cómo proteger a quien tiene menos de 18 años.",
        label="Protección Especial",
        measures=(
            MeasureWords(
                "nna_ingresados",
                "NNA ingresados al servicio de Protección Especial",
                typical=45,
            ),
        ),
        shape="centre_province_district",
        centres=(("UPE", None),),
        matrix_label="UPE",
        legend=(("Unidad de Protección Especial - UPE", None),),
        source="Dirección de Protección Especial – DPE",
        share=0.85,
    ),
    ServiceWords(
        code="ACOG_FAM",
        program="DPE",
        headings=("Acogimiento Familiar",),
        definition="Familias que reciben en su casa a una niña o un niño.",
        label="Acogimiento Familiar",
        measures=(
            MeasureWords("nna_acogidos", "NNA en acogimiento familiar", typical=12, adds_up=False),
        ),
        source="Dirección de Protección Especial – DPE",
        share=0.35,
    ),
    ServiceWords(
        code="MI60",
        program="DPAM",
        headings=("Servicio Mi60+",),
        definition="Un equipo visita a la persona mayor los siete días de la semana.",
        label="Servicio Mi60+",
        measures=(
            MeasureWords(
                "pam_atendidas",
                "PAM atendidas (identificadas y evaluadas)",
                typical=6,
                adds_up=False,
            ),
            MeasureWords(
                "resoluciones_directorales",
                "Resoluciones Directorales brindadas con medidas de protección",
                typical=4,
            ),
        ),
        source="Dirección de Personas Adultas Mayores – DPAM",
        has_bare_columns=True,
        share=0.8,
    ),
    ServiceWords(
        code="REG_CONADIS",
        program="CONADIS",
        headings=("El Registro Nacional de la Persona con Discapacidad",),
        definition="Lista nacional que da un documento a cada persona inscrita.",
        label="Registro Nacional de Personas con Discapacidad – CONADIS",
        measures=(
            MeasureWords("personas_inscritas", "personas con discapacidad inscritas", typical=30),
        ),
        shape="centre_province",
        centres=(("Centro de Coordinación Regional", None),),
        source="Consejo Nacional para la Integración de la Persona con Discapacidad – CONADIS",
        is_numbered=False,
        share=0.9,
    ),
    ServiceWords(
        code="OREDIS",
        program="promoted",
        headings=(
            "Oficina Regional de Atención a la Personas con Discapacidad - OREDIS",
            "Oficina Regional de Atención a la Persona con Discapacidad – OREDIS",
        ),
        definition="Oficina del gobierno regional para toda la región.",
        label="OREDIS",
        shape="centre_province",
        centre_heading="Centros",
        centres=(("OREDIS", None),),
        matrix_label="OREDIS",
        target="Personas con Discapacidad",
        source="Consejo Nacional para la Integración de la Persona con Discapacidad – CONADIS",
        share=0.9,
    ),
    ServiceWords(
        code="DEMUNA",
        program="promoted",
        headings=(
            "Defensoría Municipal del Niño y el Adolescente - DEMUNA",
            "Defensoría Municipal de la Niña, Niño y Adolescente – DEMUNA",
        ),
        definition="Oficina municipal que defiende a la niñez desde el año 1997.",
        label="Defensoría Municipal del Niño y el Adolescente - DEMUNAS",
        shape="province",
        matrix_label="DEMUNA",
        target="Niñas, niños y adolescentes",
        source="Dirección de Sistemas Locales y Defensorías /"
        " Dirección General de Niñas, Niños y Adolescentes",
    ),
    ServiceWords(
        code="CIAM",
        program="promoted",
        headings=("Centros Integrales del Adulto Mayor - CIAM", "Centro Integral del Adulto Mayor"),
        definition="Lugares donde las personas mayores se reúnen y aprenden.",
        label="Centro Integral del Adulto Mayor - CIAM",
        shape="province",
        usual_label="own_paragraph",
        matrix_label="CIAM",
        target="Personas Adultas Mayores",
        source="Dirección de Personas Adultas Mayores / Dirección General de la Familia y la"
        " Comunidad",
    ),
    ServiceWords(
        code="SOC_BENEF",
        program="promoted",
        headings=("Sociedades de Beneficencia", "Sociedad de Beneficencia"),
        definition="Entidades que ayudan con bienes propios a quien más lo necesita.",
        label="Sociedad de Beneficencia",
        shape="province",
        matrix_label="SOC. BENEF.",
        target="Población vulnerable",
        source="Dirección de Beneficencias Públicas",
        share=0.7,
    ),
    ServiceWords(
        code="JUGUEMOS",
        program="promoted",
        headings=("Juguemos",),
        definition="Espacios de juego para niñas y niños pequeños. Por ahora se comprueba cuáles"
        " funcionan.",
        label="Juguemos",
        share=0.8,
    ),
    ServiceWords(
        code="MODO_NINEZ",
        program="promoted",
        headings=("Ponte en Modo Niñez",),
        definition="Propuesta para que las plazas sean seguras para la niñez.",
        label="Ponte en Modo Niñez",
        share=0.8,
    ),
)

SERVICE_BY_CODE: dict[str, ServiceWords] = {service.code: service for service in SERVICES}

BANDS: tuple[str, ...] = (
    "Menor al 20%",
    "Entre el 20% y 30%",
    "Entre el 30% y 40%",
    "Entre el 40% y 50%",
    "Mayor al 50%",
)
