"""Small files in the publishers' true layouts, written by us."""

import csv
from io import StringIO

from detente.record.datasets.layouts import layouts

ICEWS_HEADER = (
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|"
    "Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude"
).split("|")
POLECAT_HEADER = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|"
    "Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|"
    "Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|"
    "Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|"
    "Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
).split("|")
CLINE_HEADER = (
    "eid|story_date|year|month|day|source|source_root|source_agent|source_others|target|target_root|target_agent|"
    "target_others|code|root_code|quad_class|goldstein|joined_issues|lat|lon|placename|statename|countryname|aid|process"
).split("|")
_LAYOUTS = {layout.name: layout.columns for name in ("gdelt", "phoenix") for layout in layouts(name)}


def row(columns: list[str] | tuple[str, ...], values: dict[str, str]) -> str:
    assert set(values) <= set(columns), set(values) - set(columns)
    return "\t".join(values.get(name, "") for name in columns)


def table(header: list[str], *rows: dict[str, str]) -> str:
    return "".join(line + "\n" for line in ("\t".join(header), *(row(header, values) for values in rows)))


def gdelt(layout: str = "gdelt-1-daily", /, **values: str) -> str:
    """One row; what is not given is as GDELT would have it for a Chinese statement on the United States."""
    usual = {
        "GLOBALEVENTID": "900000001",
        "SQLDATE": "20230203",
        "MonthYear": "202302",
        "Year": "2023",
        "FractionDate": "2023.0904",
        "Actor1Code": "CHNGOV",
        "Actor1Name": "CHINA",
        "Actor1CountryCode": "CHN",
        "Actor1Type1Code": "GOV",
        "Actor2Code": "USA",
        "Actor2Name": "UNITED STATES",
        "Actor2CountryCode": "USA",
        "IsRootEvent": "1",
        "EventCode": "112",
        "EventBaseCode": "112",
        "EventRootCode": "11",
        "QuadClass": "3",
        "GoldsteinScale": "-2",
        "NumMentions": "4",
        "NumSources": "1",
        "NumArticles": "4",
        "AvgTone": "-3.1",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Beijing, Beijing, China",
        "ActionGeo_CountryCode": "CH",
        "ActionGeo_ADM1Code": "CH22",
        "ActionGeo_Lat": "39.9289",
        "ActionGeo_Long": "116.388",
        "ActionGeo_FeatureID": "-1898541",
        "DATEADDED": "20230204" if layout != "gdelt-2" else "20230204121500",
        "SOURCEURL": "https://news.example/2023/02/04/balloon",
    }
    columns = _LAYOUTS[layout]
    return row(columns, {name: text for name, text in (usual | values).items() if name in columns}) + "\n"


def reduced(**values: str) -> str:
    usual = {
        "Date": "20010401",
        "Source": "CHNMIL",
        "Target": "USAMIL",
        "CAMEOCode": "173",
        "NumEvents": "3",
        "NumArts": "9",
        "QuadClass": "4",
        "Goldstein": "-5.0",
        "ActionGeoType": "4",
        "ActionGeoLat": "20.0",
        "ActionGeoLong": "110.0",
    }
    return row(_LAYOUTS["gdelt-1-reduced"], usual | values) + "\n"


REDUCED_HEADER = "\t".join(_LAYOUTS["gdelt-1-reduced"]) + "\n"


def icews(*rows: dict[str, str]) -> str:
    usual = {
        "Event ID": "20718170",
        "Event Date": "2014-03-18",
        "Source Name": "Vladimir Putin",
        "Source Sectors": "Executive Office,Executive,Government",
        "Source Country": "Russian Federation",
        "Event Text": "Threaten",
        "CAMEO Code": "130",
        "Intensity": "-4.4",
        "Target Name": "Ukraine",
        "Target Country": "Ukraine",
        "Story ID": "33102",
        "Sentence Number": "2",
        "Publisher": "A newspaper",
        "City": "Moscow",
        "Country": "Russian Federation",
        "Latitude": "55.7522",
        "Longitude": "37.6156",
    }
    return table(ICEWS_HEADER, *(usual | values for values in rows))


def polecat(*rows: dict[str, str], header: list[str] = POLECAT_HEADER) -> str:
    usual = {
        "Event ID": "20230203-0001-4f_ACCUSE",
        "Event Date": "2023-02-03",
        "Event Type": "ACCUSE",
        "Event Mode": "disapprove",
        "Quad Code": "VERBAL CONFLICT",
        "Contexts": "diplomatic;military",
        "Actor Name": "Antony Blinken",
        "Actor Country": "USA",
        "Primary Actor Sector": "GOV",
        "Recipient Name": "China",
        "Recipient Country": "CHN",
        "Primary Recipient Sector": "None",
        "Publication Date": "2023-02-04",
        "Version": "NGEC_coder-Vers001",
    }
    text = table(POLECAT_HEADER, *(usual | values for values in rows))
    return "\t".join(header) + text[text.index("\n") :]


def cline(*rows: dict[str, str]) -> str:
    usual = {
        "eid": "SWB0001",
        "story_date": "02/21/1972",
        "year": "1972",
        "month": "2",
        "day": "21",
        "source": "USAGOV",
        "source_root": "USA",
        "source_agent": "GOV",
        "target": "CHN",
        "target_root": "CHN",
        "code": "042",
        "root_code": "4",
        "quad_class": "1",
        "goldstein": "1.9",
        "placename": "Beijing",
        "statename": "Beijing, Municipality of",
        "aid": "19720222-1",
        "process": "petrarch-2",
    }
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(CLINE_HEADER)
    writer.writerows([[(usual | values).get(name, "") for name in CLINE_HEADER] for values in rows])
    return stream.getvalue()


def phoenix(**values: str) -> str:
    usual = {
        "EventID": "1002",
        "Date": "20171108",
        "Year": "2017",
        "Month": "11",
        "Day": "08",
        "SourceActorFull": "USAGOV",
        "SourceActorEntity": "USA",
        "SourceActorRole": "GOV",
        "TargetActorFull": "CHNGOV",
        "TargetActorEntity": "CHN",
        "TargetActorRole": "GOV",
        "EventCode": "042",
        "EventRootCode": "04",
        "QuadClass": "1",
        "GoldsteinScore": "1.9",
        "SentenceID": "5a02_1",
        "URLs": "http://news.example/a",
        "NewsSources": "example",
    }
    return row(_LAYOUTS["phoenix-real-time"], usual | values) + "\n"
