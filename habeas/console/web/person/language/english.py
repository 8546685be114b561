"""The person's door in English."""

from habeas.domain.referral import ReferralState
from habeas.domain.right import Right

from .english_owner import ERRORS as OWNER_ERRORS
from .english_owner import OWNER
from .english_proof import PROOF
from .english_stop import STOP
from .words import Ask, Case, Choice, Complaint, Controller, Errors, Link, Lost, Mail, Page, Withdraw, Words

ENGLISH = Words(
    visitor={"person": "Your request", "controller": "For the controller", "owner": "For whoever has the system"},
    own_page={"person": "Your request", "controller": "What was referred to you", "owner": "What you were asked"},
    navigation="Pages",
    rights={
        Right.ACCESS: "a copy of your data (GDPR art. 15)",
        Right.PORTABILITY: "your data in a form that you can take elsewhere (GDPR art. 20)",
        Right.ERASURE: "erasure of your data (GDPR art. 17)",
        Right.CONFIRMATION: "whether we hold data about you (GDPR art. 15(1))",
        Right.OBJECTION: "an end of marketing to you (GDPR art. 21(3))",
        Right.WITHDRAWAL: "the withdrawal of your consent (GDPR art. 7(3))",
    },
    mail=Mail(
        "The link that you asked for",
        "Hello,\n\nHere is the link that was asked for on your page:\n\n{link}\n\n"
        "The link is for you alone: do not share it. If you did not expect it, you may ignore this mail.\n",
    ),
    complaint=Complaint(
        heading="Your right to complain",
        lead="If you think that we do not treat your data as the law says, you may complain to a supervisory authority "
        "(GDPR art. 77), at any time and free of charge:",
        court="You may also go to court (GDPR art. 79), whether or not you have complained.",
    ),
    errors=Errors(
        heading="Something is missing or not right",
        fields={
            **OWNER_ERRORS,
            "right": "Choose what you ask for.",
            "email": "Write an e-mail address of the form name@example.org.",
            "reply_to": "Write the e-mail address that you have now, of the form name@example.org.",
            "cookie_id": "Copy the id as it stands in the cookie, 8 to 64 characters without blanks, or leave it open.",
            "country": "Choose a country from the list, or leave it open.",
            "reply": "Write your answer: at most 4,000 characters.",
            "file": "Choose a PDF or a picture (JPEG or PNG) of at most 10 MiB.",
            "files": "We have enough files from you, and will look at them.",
            "directive": "Choose what we are to do.",
            "who": "Write who gives this instruction: at most 70 characters.",
            "reference": "Write where the instruction is on file: 3 to 300 characters.",
        },
    ),
    ask=Ask(
        title="Ask about your personal data",
        lead="You may ask what we hold about you, get a copy of it, have it erased, and end marketing. It costs "
        "nothing, and you need not say why.",
        right="What do you ask for?",
        choices={
            "access": Choice(
                "A copy of my data",
                "Everything that we hold about you, with where it comes from, what it is used for, who has received it "
                "and how long it is kept (GDPR art. 15).",
            ),
            "portability": Choice(
                "A copy to take elsewhere",
                "What you gave us yourself and what arose as you used the service, in files that other programs can "
                "read (GDPR art. 20).",
            ),
            "erasure": Choice(
                "Erase my data",
                "We erase what no law obliges us to keep. It cannot be undone, and an account is then gone "
                "(GDPR art. 17).",
            ),
            "copy_then_erasure": Choice(
                "First a copy, then erase",
                "You get a copy of your data, and only then we erase it (GDPR art. 15 and 17).",
            ),
            "confirmation": Choice(
                "Do you hold anything about me?", "You get a yes or a no, and no copy (GDPR art. 15(1))."
            ),
            "objection": Choice(
                "No marketing to me",
                "We stop as soon as you have opened the link, and nobody has to approve it. You need not say "
                "why (GDPR art. 21(2), (3)).",
            ),
            "withdrawal": Choice(
                "Withdraw all my consent",
                "What rests on your consent stops as soon as you have opened the link. What was done before "
                "stays lawful (GDPR art. 7(3)).",
            ),
        },
        email="Your e-mail address",
        email_hint="The one that you have used with us. We send a link there.",
        lost="I do not have that address any more",
        cookie="The id in our cookie, if you like",
        cookie_hint="Which pages were visited in a browser, and what was chosen there about cookies, is recorded by "
        "this id alone. Your browser shows it among the data of this site. Leave it open, and we do not look for that.",
        country="Where you live",
        country_hint="It says which authority is yours, and nothing else.",
        elsewhere="Another country, or I would rather not say",
        submit="Send the request",
        then="What happens then",
        steps=(
            "You get a mail with a link. It opens a page of your own: there you show that the address is yours.",
            "We look for your data in all our systems.",
            "You get our answer on your page, within one month of today.",
        ),
    ),
    lost=Lost(
        title="Ask when you have lost your address",
        lead="We know you by an e-mail address that you cannot read any more. Then we cannot tell by a link who you "
        "are, and ask you for something else that shows it. Somebody here looks at it, and it is erased afterwards.",
        old="The address that you used with us",
        old_hint="By this one we find your data.",
        new="The address that you have now",
        new_hint="We send a link there. It opens a page on which you can show who you are.",
        back="I still have my address",
    ),
    asked=Page(
        "Your request has arrived",
        (
            "A mail with a link has gone to the address that you gave. It arrives within a few minutes.",
            "Open the link to go on: it shows that the address is yours. Nothing is done before that.",
            "If no mail comes, look among unwanted mail, or ask again: a letter may be missing in the address.",
        ),
    ),
    link=Link(
        title="Go on",
        lead="You came here by a link from a mail. Press the button to use it. If you did not expect that mail, close "
        "this page: nothing is done then.",
        button="Continue",
    ),
    dead=Page(
        "This link does not open anything",
        (
            "It has been used already, its time is over, or it is not whole.",
            "Use the link in the latest mail that you have from us. A link by which a copy is fetched works once: you "
            "can have a new one sent to you from your page.",
        ),
    ),
    signed_out=Page(
        "Open your page by a link",
        (
            "There is no password here. Each mail from us has a link to your page: open the latest one.",
            "For your safety your page closes after 30 minutes. Nothing that you have sent is lost.",
        ),
    ),
    case=Case(
        title="Your request",
        asked="On {date} you asked for {right}.",
        where="Where it is",
        stages={
            "received": "Your request has arrived.",
            "identity": "We need to know that it is you who asks. Nothing is done before that.",
            "planning": "We are looking for your data in all our systems.",
            "awaiting_decision": "We have found what there is. Somebody here now decides about each part of it.",
            "carrying_out": "We are doing what you asked for.",
            "answering": "We are writing you our answer.",
            "waiting_for_day": "What we can erase now is erased. The rest cannot be erased yet: our letter says "
            "from which day on it is.",
            "waiting_for_controller": "Our own part is done. Some of the data belongs to others, and we are waiting "
            "for their decision.",
            "located": "It is closed: we hold data about you. The letter below says more.",
            "ready": "It is closed: your copy is ready.",
            "erased": "It is closed: your data is erased. The letter below says what, and what had to stay.",
            "erased_with_open_steps": "It is closed: your data is erased but for something that will be done later. "
            "The letter below says what and when.",
            "nothing_changed": "It is closed, and nothing was changed.",
            "all_retained": "It is closed: nothing could be erased. The letter below says why.",
            "refused": "It is closed: we have not done what you asked for. The letter below says why.",
            "not_identified": "It is closed: we could not tell that it was you who asked.",
            "no_data": "It is closed: we hold no data about you.",
            "stopped": "It is closed: what you asked to end has ended. The letter below says where.",
            "duplicate": "It is closed: you had asked for the same already, and that request goes on. Use the link in "
            "the mails about that one.",
        },
        steps={
            "came": "Your request arrives",
            "who": "We make sure that it is you",
            "work": "We look, decide and do it",
            "answer": "You get our answer",
        },
        step_done="(done)",
        due="You have our answer by {date} at the latest.",
        due_with_pauses="Counting the days for which we waited for you it would be {date}; we go by the earlier date.",
        due_waits="Now we wait for you. The law may grant us those days; we go by the earlier date as long as we can.",
        needed="What we need from you",
        needs={
            "nothing": "Nothing at the moment. We write to you when there is something new.",
            "link": "Open the link in the mail in which we ask who you are. It works once.",
            "confirm": "You have opened the link, but it could not be passed on. Press the button to try again.",
            "session": "Sign in to your account with us once more, and ask again from there.",
            "evidence": "Send us something that shows that it is you. Cover what it does not need to show, such as an "
            "identity number or a picture. Somebody here looks at it, and it is erased as soon as that is done.",
        },
        confirm="It is me: try again",
        file="A file that shows who you are",
        file_hint="PDF, JPEG or PNG, at most 10 MiB. It is sealed at once.",
        send_file="Send the file",
        pieces="Files that we have from you: {number}. Nobody can read them but who decides.",
        question="We have a question",
        reply="Your answer",
        send_reply="Send the answer",
        copy="Your copy",
        copy_lead="Your copy is ready ({size}). We send a link to the address by which you asked. It works once: fetch "
        "the copy on a device of your own, and keep it safe.",
        copy_sealed="It is sealed to the key that you gave: nothing else opens it.",
        send_link="Send me the link",
        fetched="The copy was fetched on {moment}. It can be fetched once. If that was not you, or if you need it "
        "again, write to us.",
        letters="Our letters to you",
        no_letters="There is no letter yet.",
        session="For your safety this page closes after 30 minutes. A link in a mail opens it again.",
        done={
            "sent": "A link has gone to the address by which you asked. It works once, and for one day.",
            "reply": "We have your answer.",
            "evidence": "We have your file. It is sealed.",
            "withdrawn": "You have taken your request back.",
            "stopped": "It is ending now. A mail with a link to a letter that says where will come to your address.",
        },
    ),
    proof=PROOF,
    stop=STOP,
    withdraw=Withdraw(
        heading="Taking your request back",
        lead="You may take your request back as long as nothing has been erased.",
        link="What that means, and how",
        title="Take your request back",
        lines=(
            "We stop, and everything stays as it was before you asked. What we have put aside for you meanwhile is "
            "removed.",
            "You get no further answer to this request. You lose no right by it: you may ask again at any time.",
        ),
        button="Take it back",
        too_late="That is not possible any more: your data is being erased, or the request is closed.",
        back="Back to your request",
    ),
    controller=Controller(
        title="A request about data of yours",
        lead="A person asks about data that we hold for {name}. You are its controller: we do nothing with it without "
        "your instruction (GDPR art. 28(3)(a)).",
        asks="The person asks for",
        received="Received by us",
        person="The person's e-mail address",
        by="We wait for your instruction until",
        state="State",
        states={
            ReferralState.STANDING: "Your standing instruction is followed.",
            ReferralState.ASKED: "We wait for your instruction.",
            ReferralState.INSTRUCTED: "We have your instruction.",
            ReferralState.LEFT: "You answer the person yourselves.",
            ReferralState.SILENT: "The time is over, and there was no instruction.",
            ReferralState.NOT_DONE: "Your instruction was not carried out. We will get in touch with you.",
            ReferralState.DONE: "Your instruction was carried out.",
        },
        held="What we hold for you about this person",
        category="Category",
        count="Number",
        shown="Recordings that show the person together with others, and when the person is in them",
        recording="Recording",
        when="When",
        instruct="Your instruction",
        decide="What are we to do?",
        choices={
            "erase": Choice("Erase it", "We erase the data in the table, for you. It cannot be undone."),
            "erase_shared": Choice(
                "Erase it, with the recordings that show others",
                "As above, and these recordings as a whole, for everybody whom they show. It cannot be undone.",
            ),
            "give": Choice(
                "The person gets the recordings",
                "The copy that we make for the person has the recordings in the table, whole.",
            ),
            "withhold": Choice(
                "The person does not get them",
                "The copy has the person's own words, and nothing else of these recordings.",
            ),
            "leave": Choice(
                "Leave it: we answer the person ourselves",
                "We do nothing with it. Your own time limit goes on (GDPR art. 12(3)).",
            ),
        },
        who="Who gives this instruction",
        reference="Where it is on file with you",
        reference_hint="A case number or the like, by which you find it again. Write nothing about the person.",
        submit="Give the instruction",
        done={"instructed": "We have your instruction. You are told what was done."},
    ),
    owner=OWNER,
)
