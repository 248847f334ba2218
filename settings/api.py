"""The API: the routers of all rooms under one roof."""

from cms.api.document import Api
from contest_pages.api import router as contests
from contest_pages.entries.api import router as entries
from contest_pages.results.api import router as results
from home.api import ABOUT
from home.api import router as statistics
from showcase.api import router as apps

api = Api(
    title="Madang",
    version="1.0.0",
    description=ABOUT,
    urls_namespace="api",
)
api.add_router("/contests", contests)
api.add_router("/entries", entries)
api.add_router("/results", results)
api.add_router("/apps", apps)
api.add_router("/statistics", statistics)
