"""What becomes of a redaction job: validated, redacted or cancelled, one stage at a time."""

from .change import existing
from .eligible import fix, hindrance
from .redact import redact
from .related import related
from .script import Script
from .store import Json, Store
from .thing import REDACTED, complete

JOB, ERROR = "privacy.redaction_job", "privacy.redaction_job_validation_error"
OBJECTS = "_objects"  # shown to who expands `objects`
LIVE = ("created", "validating", "ready", "failed", "redacting")
KINDS = {
    **{"charges": "charge", "checkout_sessions": "checkout.session", "customers": "customer", "invoices": "invoice"},
    **{"payment_intents": "payment_intent", "setup_intents": "setup_intent"},
    **{"identity_verification_sessions": "identity.verification_session", "issuing_cards": "issuing.card"},
    **{"issuing_cardholders": "issuing.cardholder", "radar_value_list_items": "radar.value_list_item"},
}

_MOST_OBJECTS = 1000


def errors_of(store: Store, job: Json) -> list[Json]:
    """What stands against it since it was validated last."""
    return store.find(ERROR, {"_job": job["id"]})


def gone_on(store: Store, script: Script, job: Json) -> Json:
    """The job, one stage on if that is to come."""
    if script.jobs_wait:
        return store.put({**job, "status": "validating"}) if job["status"] == "created" else job
    match job["status"]:
        case "created" | "validating":
            return _validated(store, script, job)
        case "redacting":
            things = _all_of(store, job)
            redact(store, (thing for id_, thing in things.items() if id_ not in script.leaves_out))
            return store.put({**job, "status": "succeeded"})
        case "canceling":
            return store.put({**job, "status": "canceled"})
    return job


def _validated(store: Store, script: Script, job: Json) -> Json:
    for error in errors_of(store, job):
        store.remove(error["id"])
    if job["validation_behavior"] == "fix":
        for thing in _all_of(store, job).values():
            if hindrance(thing, script.ahead):
                fix(store, thing)
    errors = _found_wrong(store, script, job)
    for code, message, thing in errors:
        about = {"id": thing["id"], "object_type": thing["object"]}
        store.put(complete(ERROR, {"code": code, "message": message, "erroring_object": about, "_job": job["id"]}))
    return store.put({**job, "status": "failed" if errors else "ready"})


def _found_wrong(store: Store, script: Script, job: Json) -> list[tuple[str, str, Json]]:
    """What is wrong, as code, message and object: of each object itself, and of a root what goes with it."""
    wrong = []
    others = {id_ for other in store.find(JOB) if _is_rival(other, job) for id_ in _all_of(store, other)}
    for root in _roots(store, job):
        things = related(store, root)
        if len(things) > _MOST_OBJECTS:
            wrong.append(("too_many_objects", "This job is trying to redact too many objects.", root))
        for id_, thing in things.items():
            if thing.get(REDACTED):
                continue
            if id_ in others:
                wrong.append(("locked_by_other_job", "This object is used in another redaction job.", thing))
            if why := hindrance(thing, script.ahead):
                wrong.append(("invalid_state", why, thing))
                if id_ != root["id"]:
                    wrong.append(("invalid_cascading_source", f"{id_}: {why}", root))
    return wrong


def _is_rival(other: Json, job: Json) -> bool:
    return other["id"] != job["id"] and other["status"] in LIVE


def _roots(store: Store, job: Json) -> list[Json]:
    return [existing(store, KINDS[kind], id_) for kind, ids in job[OBJECTS].items() for id_ in ids]


def _all_of(store: Store, job: Json) -> dict[str, Json]:
    return {id_: thing for root in _roots(store, job) for id_, thing in related(store, root).items()}
