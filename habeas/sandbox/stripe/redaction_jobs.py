"""Redaction jobs (docs.stripe.com/api/privacy/redaction-job; public preview): validated, run or cancelled, and watched.

A job goes on when somebody looks at it: what was created is then validated, what runs is redacted, what is being
cancelled is cancelled; unless jobs were told to wait (`Script.jobs_wait`).
"""

from dataclasses import replace

from .change import existing
from .error import Refused, bad_parameter, missing
from .job import ERROR, JOB, KINDS, LIVE, OBJECTS, errors_of, gone_on
from .listing import PAGING, page
from .parameters import Parser, choice, hash_of, list_of, text
from .route import Call, Route
from .store import Json, Store
from .thing import complete, page_of, shown

_PATH = "privacy/redaction_jobs"
_MOST_IDS = 10
_INLINE = 10
_STATES = choice(*LIVE, "succeeded", "canceling", "canceled")
_BEHAVIOR = choice("error", "fix")
_IDS: Parser = hash_of(dict.fromkeys(KINDS, list_of(text)))


def _create(call: Call) -> Json:
    """A new job, which is going to be validated. Raises Refused (400) for no id, more than ten, or one of nothing."""
    objects = {kind: ids for kind, ids in call.params["objects"].items() if ids}
    count = sum(map(len, objects.values()))
    if not 1 <= count <= _MOST_IDS:
        raise bad_parameter("objects", "parameter_invalid", f"A job takes 1 to {_MOST_IDS} object identifiers.")
    for kind, ids in objects.items():
        for id_ in ids:
            existing(call.store, KINDS[kind], id_, f"objects[{kind}]")
    behavior = call.params.get("validation_behavior", "error")
    job = complete(JOB, {OBJECTS: objects, "validation_behavior": behavior})
    return _answer(call.store, call.store.put(job))


def _update(call: Call) -> Json:
    return _put(call, _job(call), validation_behavior=call.params.get("validation_behavior"))


def _validate(call: Call) -> Json:
    return _put(call, _job(call, "failed"), status="validating")


def _run(call: Call) -> Json:
    return _put(call, _job(call, "ready"), status="redacting")


def _cancel(call: Call) -> Json:
    return _put(call, _job(call, "ready", "failed"), status="canceling")


def _retrieve(call: Call) -> Json:
    with call.store.transaction():
        return _answer(call.store, _job(call))


def _list(call: Call) -> Json:
    with call.store.transaction():
        jobs = [gone_on(call.store, call.script, job) for job in call.store.find(JOB)]
        wanted = [job for job in jobs if call.params.get("status", job["status"]) == job["status"]]
        found = page(call.store, call.url, wanted, call.params)
        return {**found, "data": [_answer(call.store, call.store.get(job["id"]) or job) for job in found["data"]]}


def _errors(call: Call) -> Json:
    with call.store.transaction():
        return page(call.store, call.url, errors_of(call.store, _job(call)), call.params)


def _error(call: Call) -> Json:
    job, id_ = call.ids
    error = existing(call.store, ERROR, id_)
    if error["_job"] != job:
        raise missing(ERROR, id_)
    return shown(error)


def _job(call: Call, *states: str) -> Json:
    """The job as it is now. Raises Refused (400) unless it is in one of these states, if any are named."""
    job = gone_on(call.store, call.script, existing(call.store, JOB, call.id))
    if states and job["status"] not in states:
        raise Refused(
            400, f"This redaction job is {job['status']}; it must be {' or '.join(states)}.", code="invalid_state"
        )
    return job


def _put(call: Call, job: Json, **changes: str | None) -> Json:
    return _answer(call.store, call.store.put(job | {name: value for name, value in changes.items() if value}))


def _answer(store: Store, job: Json) -> Json:
    errors = errors_of(store, job)
    inline = page_of(
        f"/v1/{_PATH}/{job['id']}/validation_errors", list(map(shown, errors[:_INLINE])), len(errors) > _INLINE
    )
    return shown(job) | {"validation_errors": inline}


_PREVIEWS = (
    Route("POST", _PATH, _create, {"objects": _IDS, "validation_behavior": _BEHAVIOR}, ("objects",)),
    Route("GET", _PATH, _list, {"status": _STATES, **PAGING}),
    Route("GET", f"{_PATH}/{{}}", _retrieve),
    Route("POST", f"{_PATH}/{{}}", _update, {"validation_behavior": _BEHAVIOR}),
    Route("POST", f"{_PATH}/{{}}/validate", _validate),
    Route("POST", f"{_PATH}/{{}}/run", _run),
    Route("POST", f"{_PATH}/{{}}/cancel", _cancel),
    Route("GET", f"{_PATH}/{{}}/validation_errors", _errors, PAGING),
    Route("GET", f"{_PATH}/{{}}/validation_errors/{{}}", _error),
)
ROUTES = tuple(replace(route, is_preview=True) for route in _PREVIEWS)
