"""What the tester does before each call of a walk along the links."""

import re
from itertools import count

import schemathesis

calls = count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    """
    Gives each valid key a part of its own. The specification asks for keys that nobody can guess; the tester makes keys such as `0` again and
    again, and takes the answer that is rightly given once more for another resource. Other phases use keys again as they like.
    """
    phase = case.meta.phase.name.value if case.meta is not None else ""
    headers = case.headers or {}
    key = headers.get("Idempotency-Key")
    if phase == "stateful" and isinstance(key, str) and re.fullmatch(r"[!-~]{1,100}", key):
        case.headers["Idempotency-Key"] = f"{key}-{next(calls)}"
