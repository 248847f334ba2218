"""What a new contest begins with: plain data for each kind, all of which editors may change.

The dates follow the city's programme: they are counted in days from the opening of entries.
"""

from contest_pages.models import Contest
from contest_pages.presets.app import APP
from contest_pages.presets.idea import IDEA
from contest_pages.presets.oss import OSS
from contest_pages.presets.plan import Preset

PRESETS: dict[str, Preset] = {
    Contest.Kind.APP: APP,
    Contest.Kind.IDEA: IDEA,
    Contest.Kind.OSS: OSS,
}
