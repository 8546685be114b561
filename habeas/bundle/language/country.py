"""Names of countries: those of the EEA, and those to which data is known to go. Others are shown by their code."""

# ISO 3166 code: Norwegian, French, English
_NAMES = {
    "AT": ("Østerrike", "Autriche", "Austria"),
    "AU": ("Australia", "Australie", "Australia"),
    "BE": ("Belgia", "Belgique", "Belgium"),
    "BG": ("Bulgaria", "Bulgarie", "Bulgaria"),
    "CA": ("Canada", "Canada", "Canada"),
    "CH": ("Sveits", "Suisse", "Switzerland"),
    "CY": ("Kypros", "Chypre", "Cyprus"),
    "CZ": ("Tsjekkia", "Tchéquie", "Czechia"),
    "DE": ("Tyskland", "Allemagne", "Germany"),
    "DK": ("Danmark", "Danemark", "Denmark"),
    "EE": ("Estland", "Estonie", "Estonia"),
    "ES": ("Spania", "Espagne", "Spain"),
    "FI": ("Finland", "Finlande", "Finland"),
    "FR": ("Frankrike", "France", "France"),
    "GB": ("Storbritannia", "Royaume-Uni", "United Kingdom"),
    "GR": ("Hellas", "Grèce", "Greece"),
    "HR": ("Kroatia", "Croatie", "Croatia"),
    "HU": ("Ungarn", "Hongrie", "Hungary"),
    "IE": ("Irland", "Irlande", "Ireland"),
    "IN": ("India", "Inde", "India"),
    "IS": ("Island", "Islande", "Iceland"),
    "IT": ("Italia", "Italie", "Italy"),
    "JP": ("Japan", "Japon", "Japan"),
    "LI": ("Liechtenstein", "Liechtenstein", "Liechtenstein"),
    "LT": ("Litauen", "Lituanie", "Lithuania"),
    "LU": ("Luxembourg", "Luxembourg", "Luxembourg"),
    "LV": ("Latvia", "Lettonie", "Latvia"),
    "MT": ("Malta", "Malte", "Malta"),
    "NL": ("Nederland", "Pays-Bas", "Netherlands"),
    "NO": ("Norge", "Norvège", "Norway"),
    "PL": ("Polen", "Pologne", "Poland"),
    "PT": ("Portugal", "Portugal", "Portugal"),
    "RO": ("Romania", "Roumanie", "Romania"),
    "SE": ("Sverige", "Suède", "Sweden"),
    "SI": ("Slovenia", "Slovénie", "Slovenia"),
    "SK": ("Slovakia", "Slovaquie", "Slovakia"),
    "US": ("USA", "États-Unis", "United States"),
}

NORWEGIAN = {code: names[0] for code, names in _NAMES.items()}
FRENCH = {code: names[1] for code, names in _NAMES.items()}
ENGLISH = {code: names[2] for code, names in _NAMES.items()}
