"""The two kinds of model: what people send is strict, what our own steps exchange is lenient.

Errors never quote the input (`hide_input_in_errors`): it may be personal data.
"""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """At people's doors: an unknown field is a mistake, and is said to be one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Message(BaseModel):
    """Between workflow and activities: unknown fields are ignored, so that two versions of the code can talk."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
