"""A file that is finished several times at once is received once."""

from contest_pages.entries import actions
from contest_pages.entries.models import EntryFile
from media import actions as media
from media.incoming import Incomplete
from media.models import PrivateFile, Upload
from tests.factories import draft_entry, leader_of
from tests.media import corpus
from tests.services.on_postgres.races import at_once


def test_an_upload_finished_by_six_requests_at_once_gives_one_file():
    entry = draft_entry()
    leader, content = leader_of(entry), corpus.picture()
    promised = {"name": "화면.png", "size": len(content), "fingerprint": "1"}
    begun = at_once(
        *[
            lambda: actions.begin_upload(entry, EntryFile.IMAGES, by=leader, **promised)
            for _each in range(6)
        ]
    )
    upload = Upload.objects.get(owner=leader)
    assert begun == [upload] * 6
    at_once(*[lambda: media.add_piece(upload, content, offset=0) for _each in range(6)])

    def finish():
        try:
            return actions.finish_upload(entry, upload, by=leader)
        except Incomplete:
            return None

    results = at_once(*[finish for _each in range(6)])
    attached = EntryFile.objects.get(entry=entry)
    assert set(results) <= {attached, None} and attached in results
    assert PrivateFile.objects.filter(uploaded_by=leader).count() == 1
    assert actions.finish_upload(entry, upload, by=leader) == attached
