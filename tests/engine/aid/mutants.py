"""Known-bad files, one for each clause of each rule: the change to a sound one, and the rule it breaks."""

from __future__ import annotations

SECTORS = (
    '<sector vocabulary="1" code="32130" percentage="80" />\n    '
    '<sector vocabulary="1" code="32182" percentage="20" />'
)
ACTUAL = '<actual value="20" />'
VALUE = '<value currency="IDR" value-date="2018-07-30">250000.50</value>'
TRANSACTION_END = "</receiver-org>\n    </transaction>"
ACTIVITY_2 = (
    '<iati-activity xml:lang="en" default-currency="IDR" last-updated-datetime="2018-09-01T08:00:00Z" '
    'hierarchy="2">'
)

MUTANTS = [
    ("A1", "</iati-activities>", ""),
    ("A1", "<iati-activities", '<!DOCTYPE x [<!ENTITY a "aa">]><iati-activities'),
    ("A2", 'version="2.03"', 'version="2.02"'),
    ("A3", '<activity-status code="4" />', ""),
    ("A3", "<iati-identifier>XX-ORG-0001-SMI-2018</iati-identifier>", "<iati-identifier> </iati-identifier>"),
    ("A4", '<activity-scope code="3" />\n    <recipient-country code="AF" percentage="11.12" />',
     '<recipient-country code="AF" percentage="11.12" /><activity-scope code="3" />'),
    ("A5", 'provider-org ref="XX-ORG-0001"', 'provider-org ref="XX/ORG"'),
    ("A5", 'provider-org ref="XX-ORG-0001"', 'provider-org ref=" XX-ORG-0001"'),
    ("A6", '<reporting-org ref="XX-ORG-0001" ', "<reporting-org "),
    ("A6", "<iati-identifier>XX-ORG-0001-SMI-2018</", "<iati-identifier>XX-ORG-0001</"),
    ("A6", "<iati-identifier>XX-ORG-0001-SMI-2018</", "<iati-identifier>YY-SMI-2018</"),
    ("A7", '<activity-date iso-date="2018-07-18" type="1" />\n    <activity-date iso-date="2018-07-18" type="2" />',
     ""),
    ("A8", 'iso-date="2018-07-18" type="1"', 'iso-date="2018-07-32" type="1"'),
    ("A8", 'iso-date="2018-07-18" type="1"', 'iso-date="2018-07-31" type="1"'),
    ("A8", 'iso-date="2018-07-18" type="2"', 'iso-date="2018-07-31" type="2"'),
    ("A8", '<period-start iso-date="2018-01-01" />', '<period-start iso-date="2019-01-01" />'),
    ("A8", '<period>\n          <period-start iso-date="2018-07-18" />',
     '<period>\n          <period-start iso-date="2018-07-31" />'),
    ("A9", 'iso-date="2018-07-30" type="4"', 'iso-date="2018-09-02" type="4"'),
    ("A9", '<transaction-date iso-date="2018-07-30" />', '<transaction-date iso-date="2018-09-02" />'),
    ("A9", 'value-date="2018-07-30">250000.50', 'value-date="2018-09-02">250000.50'),
    ("A9", ACTIVITY_2, ACTIVITY_2.replace("2018-09-01", "2018-09-02")),
    ("A10", SECTORS, ""),
    ("A10", TRANSACTION_END, '</receiver-org><sector code="32130" /></transaction>'),
    ("A11", TRANSACTION_END, '</receiver-org><recipient-country code="BT" /></transaction>'),
    ("A11", TRANSACTION_END, '</receiver-org><recipient-region code="679" /></transaction>'),
    ("A12", 'code="AF" percentage="11.12"', 'code="AF" percentage="11.11"'),
    ("A12", 'code="AF" percentage="11.12"', 'code="AF"'),
    ("A13", 'code="32182" percentage="20"', 'code="32182" percentage="20.01"'),
    ("A13", 'code="32182" percentage="20"', 'code="32182"'),
    ("A14", "<narrative>Thirteen days in Jakarta and Bandung.</narrative>", "<narrative> </narrative>"),
    ("A14", '<narrative xml:lang="id">Tiga', '<narrative xml:lang="qq">Tiga'),
    ("A14", "<narrative>People trained</narrative>", ""),
    ("A15", VALUE, VALUE.replace("250000.50", "1e3")),
    ("A15", VALUE, VALUE.replace(' value-date="2018-07-30"', "")),
    ("A15", VALUE, ""),
    ("A16", '<period-end iso-date="2018-12-31" />', '<period-end iso-date="2019-01-03" />'),
    ("A16", '<period-end iso-date="2018-12-31" />', ""),
    ("A17", "<narrative>Government of Indonesia</narrative>", ""),
    ("A18", ' significance="1" />\n    <collaboration-type', " />\n    <collaboration-type"),
    ("A18", '<policy-marker vocabulary="1" code="1" significance="1" />',
     '<policy-marker vocabulary="99" code="1" significance="1" />'),
    ("A19", ACTUAL, "<actual />"),
    ("A19", 'measure="1"', 'measure="5"'),
    ("A20", '<indicator measure="1" ascending="1">\n        <title>',
     ('<reference vocabulary="99" code="a" /><indicator measure="1" ascending="1">\n        '
     '<reference vocabulary="99" code="a" /><title>')),
    ("A21", '<default-aid-type vocabulary="1" code="E01" />', '<default-aid-type vocabulary="1" code="Z01" />'),
    ("A21", 'code="17.9"', 'code="17.20"'),
    ("A21", 'crs-channel-code="47027"', 'crs-channel-code="1"'),
    ("A22", SECTORS, SECTORS + '<sector vocabulary="99" code="ikm" percentage="100" />'),
    ("A23", '<default-tied-status code="5" />',
     '<default-aid-type vocabulary="1" code="D02" /><default-tied-status code="5" />'),
    ("A24", '<related-activity ref="XX-ORG-0001-SMI-2018" type="2" />', ""),
    ("A24", "<iati-identifier>XX-ORG-0001-SMI</", "<iati-identifier>XX-ORG-0001-SMI-2018</"),
    ("A25", 'url="https://', 'url="ftp://'),
    ("A25", '<category code="A07" />', ""),
]  # fmt: skip
