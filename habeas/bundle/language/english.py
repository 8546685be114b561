"""The page in English."""

from habeas.domain.language import Language
from habeas.domain.processing import Basis, Exclusion, Origin, Role
from habeas.domain.recipient import RecipientKind, Safeguard
from habeas.domain.right import Right

from .country import ENGLISH as COUNTRIES
from .words import Files, Forms, Headings, Sentences, Words

ENGLISH = Words(
    code=Language.ENGLISH,
    name="English",
    languages="Languages",
    headings=Headings(
        title="Your personal data",
        overview="What is here",
        recipients="Who has received your data",
        withheld="What is not in this copy, and why",
        files="What each file is",
        rights="What you should also know",
        purpose="What it is for",
        basis="Why it is allowed",
        origin="Where it came from",
        kept="How long it is kept",
        role="Who decides about it",
        receivers="Who may receive it",
        recipient="Recipient",
        country="Country",
        what="What",
        ground="On what ground",
        last="Last time",
        safeguard="What protects it",
    ),
    sentences=Sentences(
        lead="You asked for it on {date}, by {right}. Here it is: what is held about you, why, where it came from and "
        "how long it is kept.",
        keep_safe="This page works without a network. Keep it somewhere safe: it is about you.",
        confirmed="Yes, we process personal data about you.",
        nothing_reached="There is no data about you that this request reaches.",
        records="Records: {count}.",
        first_records="The first {shown} of {all} records.",
        first_files="The first {shown} of {all} files; all are listed in manifest-sha256.txt.",
        disclosed="Our records say that data about you went to:",
        not_disclosed="No single disclosure of your data is on record.",
        more_disclosed="There are more; all of them are in the file of your disclosures.",
        receiving="Who receives the data that we hold about you, because it is kept with them or belongs to them:",
        possible="To whom data of these kinds may go; that yours did is not on record:",
        nobody="Nobody outside our company",
        passages="{item}: {cut} of {of} passages were cut out",
        cut_by="{item}: cut by {by}",
        within_eea="Within the EEA: the GDPR applies there",
        unprotected="We have no safeguard on record for this transfer that is in force today. You may ask us about it, "
        "object, and complain.",
        elsewhere="where that recipient is established",
        only_portable="This copy holds what you may take with you. All that is held about you, with its recipients and "
        "sources, is what the right of access gives you (GDPR art. 15).",
        leads="leads in matters that concern us (GDPR art. 56)",
        case="Case {case}. The checksum (SHA-256) of every file of yours is in manifest-sha256.txt.",
        cut="… (in full in the JSON file)",
    ),
    files=Files(
        page="this page, in each language",
        table="your data, for other programs (JSON)",
        schema="what the fields of a JSON file are (JSON Schema)",
        own="your own files, such as recordings",
        package="what each file is and how large, for other programs (Data Package)",
        manifest="a list of all your files with their checksums",
        tag_manifest="the checksums of the files around them",
        bag="what these files are together: a bag (BagIt), that of your case",
        signature="our signature: whoever has our published keys can check that nothing was changed",
    ),
    forms=Forms(
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        first_day="1",
        day="{day} {month} {year}",
        moment="{date}, {hour}:{minute} UTC",
        comma=".",
        colon=": ",
        semicolon="; ",
        units=("GB", "MB", "kB", "bytes"),
        yes="yes",
        no="no",
    ),
    rights={
        Right.ACCESS: "the right of access (GDPR art. 15)",
        Right.PORTABILITY: "the right to data portability (GDPR art. 20)",
    },
    bases={
        Basis.CONSENT: "You agreed to it (GDPR art. 6(1)(a))",
        Basis.CONTRACT: "We need it for our contract with you (GDPR art. 6(1)(b))",
        Basis.LEGAL_OBLIGATION: "A law obliges us (GDPR art. 6(1)(c))",
        Basis.LEGITIMATE_INTEREST: "Our legitimate interest (GDPR art. 6(1)(f))",
    },
    origins={
        Origin.PROVIDED: "You gave it",
        Origin.OBSERVED: "It was recorded while you used the service",
        Origin.OBTAINED: "We got it from somebody else",
        Origin.INFERRED: "We concluded it from other data",
    },
    roles={
        Role.CONTROLLER: "We do",
        Role.JOINT: "We do, together with the customer for whom we hold it; you may ask either",
        Role.PROCESSOR: "The customer on whose behalf we hold it",
    },
    kinds={
        RecipientKind.PROCESSOR: "works on it for us",
        RecipientKind.RECIPIENT: "receives it for purposes of its own",
        RecipientKind.CONTROLLER: "decides about it; we hold it on its behalf",
    },
    safeguards={
        Safeguard.ADEQUACY: "The European Commission has found the country's protection adequate (GDPR art. 45)",
        Safeguard.STANDARD_CONTRACTUAL_CLAUSES: "Standard contractual clauses for what leaves the EEA "
        "(GDPR art. 46(2)(c))",
        Safeguard.NOT_TRANSFERRED: "Nothing goes to its entity outside the EEA while you are located in the EEA, or "
        "while we do not know where you are",
    },
    exclusions={reason: reason.value for reason in Exclusion},
    countries=COUNTRIES,
    fields={},
    unknown_categories={"identifier": "An identifier that several people share"},
)
