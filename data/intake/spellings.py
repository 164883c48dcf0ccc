"""How people and systems write months, weekdays, currencies and zones, in the languages of those who send us files: English, Norwegian,
Danish, Swedish, German, Dutch, French, Spanish, Italian, Portuguese and Finnish. No word is two months: that would be a guess."""

MONTHS = (
    "jan january januar januari jänner jän janvier janv enero ene gennaio gen janeiro tammikuu tammikuuta",
    "feb february februar februari febr février févr fév febrero febbraio fevereiro fev helmikuu helmikuuta",
    "mar march mars märz mär mrz marts maart mrt marzo março maaliskuu maaliskuuta",
    "apr april avril avr abril abr aprile huhtikuu huhtikuuta",
    "may mai maj mei mayo maggio mag maio toukokuu toukokuuta",
    "jun june juni juin junio giugno giu junho kesäkuu kesäkuuta",
    "jul july juli juillet juil julio luglio lug julho heinäkuu heinäkuuta",
    "aug august augusti augustus août agosto ago elokuu elokuuta",
    "sep sept september septembre septiembre settembre set setembro syyskuu syyskuuta",
    "oct october okt oktober octobre octubre ottobre ott outubro out lokakuu lokakuuta",
    "nov november novembre noviembre novembro marraskuu marraskuuta",
    "dec december des desember dez dezember décembre déc diciembre dic dicembre dezembro joulukuu joulukuuta",
)

WEEKDAYS = (
    "mon monday man mandag mån måndag mo montag ma maandag lundi lun lunes lunedì segunda seg maanantai",
    "tue tues tuesday tir tirsdag tis tisdag di dienstag dinsdag mardi martes martedì terça ter tiistai",
    "wed wednesday ons onsdag mi mittwoch wo woensdag mercredi mer miércoles mié mercoledì quarta qua keskiviikko",
    "thu thur thurs thursday tor torsdag do donnerstag donderdag jeudi jeu jueves jue giovedì gio quinta qui torstai",
    "fri friday fre fredag fr freitag vr vrijdag vendredi ven viernes vie venerdì sexta sex perjantai",
    "sat saturday lør lørdag lör lördag sa samstag sonnabend za zaterdag samedi sam sábado sáb sabato sab lauantai",
    "sun sunday søn søndag sön söndag so sonntag zo zondag dimanche dim domingo dom domenica sunnuntai",
)

#: between a day and its time of day, and after the time
BEFORE_CLOCK = "kl klo um at ved den om"
AFTER_CLOCK = "uhr uur"
#: before the number of a week
WEEK = "w wk week kw woche uke uge u vecka v viikko vk semaine sem semana settimana"

CURRENCIES = "EUR USD GBP NOK SEK DKK ISK CHF PLN CZK HUF RON BGN UAH TRY ILS AED SAR ZAR JPY CNY KRW INR SGD HKD THB CAD AUD NZD MXN BRL"

#: letters that are several zones each, or a zone that leaves out its summer time; DuckDB takes one of them
DOUBTFUL_ZONES = (
    "ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST EST MST HST CET EET MET WET"
)

#: what spreadsheets and databases write where there is nothing, or nothing that could be worked out; no person's word for anything
ERRORS = """
#N/A #NULL! #REF! #VALUE! #NAME? #DIV/0! #NUM! #SPILL! #CALC! #FIELD! #GETTING_DATA #NA #I/T #VERDI! #NAVN? #NUL! #VÆRDI! #REFERENCE!
#SAKNAS! #VÄRDEFEL! #NAMN? #REFERENS! #NV #WERT! #BEZUG! #ZAHL! #NULL #N/B #WAARDE! #NOM? #VALEUR! #NOMBRE? #VALOR! #N/D #PUUTTUU!
"""
NOTHING = (*ERRORS.split(), "N/A", "n/a", "<NA>", "<null>", "(null)", "[NULL]", "NULL", "NaN", "nan", "\\N")
