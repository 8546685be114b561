"""`habeas web dpo`: the door of the DPO, of support and of auditors, as a server."""

from habeas.console import typed
from habeas.console.door import Door
from habeas.console.outcome import wait
from habeas.console.serve import serve_until_told
from habeas.settings import StaffDoorSettings


def dpo(home: typed.Home = typed.HOME, address: typed.Address = None) -> int:
    """Serve the pages of the DPO until Ctrl-C or SIGTERM; HABEAS_WEB_* say where, and who signs in how."""
    from habeas.log import configure

    configure()
    wait(_serve(Door.at(home, address), StaffDoorSettings.read()))
    return 0


async def _serve(door: Door, settings: StaffDoorSettings) -> None:
    from .installation import office_at
    from .routes import dpo_door

    async with office_at(door) as office:
        await serve_until_told(dpo_door(settings, office), settings.staff_host, settings.staff_port, "DPO's door")
