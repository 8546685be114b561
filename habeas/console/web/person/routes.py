"""The addresses of this door. None has anything of a person in it: a token says no more than that it was sent."""

from aiohttp import web

from .ask import ASKED, LOST, ask, ask_form, ask_without_address, asked_page, lost_form, signed_out_page
from .case import case_page, confirm, reply, show_evidence, withdraw, withdraw_page
from .controller import controller_page, instruct
from .download import send_link
from .link import link_page, use, use_as_controller, use_as_owner
from .owner import answer_demand, give_file, owner_page
from .proof import fetch_proof
from .stop import stop


def routes() -> list[web.AbstractRouteDef]:
    """To be added to those that every door has."""
    return [
        web.get("/", ask_form),
        web.post("/", ask),
        web.get(LOST, lost_form),
        web.post(LOST, ask_without_address),
        web.get(ASKED, asked_page),
        web.get("/sign-in", signed_out_page),
        web.get("/p/{token}", link_page),
        web.post("/p/{token}", use),
        web.get("/c/{token}", link_page),
        web.post("/c/{token}", use_as_controller),
        web.get("/o/{token}", link_page),
        web.post("/o/{token}", use_as_owner),
        web.get("/case", case_page),
        web.post("/case/reply", reply),
        web.post("/case/confirm", confirm),
        web.post("/case/evidence", show_evidence),
        web.get("/case/withdraw", withdraw_page),
        web.post("/case/withdraw", withdraw),
        web.post("/case/stop", stop),
        web.post("/case/copy", send_link),
        web.get("/case/proof", fetch_proof),
        web.get("/controller", controller_page),
        web.post("/controller", instruct),
        web.get("/owner", owner_page),
        web.post("/owner", answer_demand),
        web.post("/owner/file", give_file),
    ]
