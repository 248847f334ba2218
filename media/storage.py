"""Where bytes are kept: on this machine's disk, or in two S3 buckets when the environment says so.

The public storage holds what pages show; the private one holds entrants' files and documents,
which leave it only through a view that asks who reads. Keys of the object store come from the
`AWS_*` variables alone: an option of a storage is written into the task queue by Wagtail.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage, storages

S3_NAMES = ("S3_PUBLIC_BUCKET", "S3_PRIVATE_BUCKET", "S3_ENDPOINT_URL")


class PrivateDisk(FileSystemStorage):
    """Files under PRIVATE_ROOT, readable by the server's own user, with no address."""

    def __init__(self, **options):
        super().__init__(**{"file_permissions_mode": 0o600, **options})

    @property
    def base_location(self) -> str:
        """Return the folder; read each time, so that tests can move it."""
        return str(self._location or settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        """Return the folder as an absolute path."""
        return str(settings.BASE_DIR / self.base_location)

    def url(self, name: str) -> str:
        """Refuse: a private file has no address of its own."""
        raise NotImplementedError("A private file is handed out by its view only.")

    def signed_url(self, name: str, **answer) -> None:
        """Return nothing: the view has to stream the file."""


def private_storage() -> Storage:
    """Return the private storage; a callable, so that migrations do not name a place."""
    return storages["private"]


def origins_from(env) -> list[str]:
    """Return the origins at which the buckets answer browsers; none when files are on disk."""
    domain, endpoint = (
        env.str(name, default="") for name in ("S3_PUBLIC_DOMAIN", "S3_ENDPOINT_URL")
    )
    addresses = [urlsplit(f"https://{domain}" if domain else ""), urlsplit(endpoint)]
    return sorted({f"{each.scheme}://{each.netloc}" for each in addresses if each.netloc})


def storages_from(env) -> dict[str, dict]:
    """Return Django's STORAGES without `staticfiles`: disk, or S3 when S3_* is set.

    Raises ImproperlyConfigured when some of S3_PUBLIC_BUCKET, S3_PRIVATE_BUCKET and
    S3_ENDPOINT_URL are set and others are not, or when both buckets are the same one.
    """
    values = {name: env.str(name, default="") for name in S3_NAMES}
    if not any(values.values()):
        return {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "private": {"BACKEND": "media.storage.PrivateDisk"},
        }
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"Set {', '.join(missing)} too, or none of the S3_* names.")
    if values["S3_PUBLIC_BUCKET"] == values["S3_PRIVATE_BUCKET"]:
        raise ImproperlyConfigured("S3_PUBLIC_BUCKET and S3_PRIVATE_BUCKET must differ.")
    shared = {
        "endpoint_url": values["S3_ENDPOINT_URL"],
        "region_name": env.str("S3_REGION", default="us-east-1"),
    }
    public = {**shared, "bucket_name": values["S3_PUBLIC_BUCKET"]}
    if domain := env.str("S3_PUBLIC_DOMAIN", default=""):
        public["custom_domain"] = domain
    return {
        "default": {"BACKEND": "media.buckets.PublicBucket", "OPTIONS": public},
        "private": {
            "BACKEND": "media.buckets.PrivateBucket",
            "OPTIONS": {**shared, "bucket_name": values["S3_PRIVATE_BUCKET"]},
        },
    }
