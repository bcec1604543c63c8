# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Reads DIR/repository with the client of python-tuf, trusting DIR/root.json.

Prints the versions of root and timestamp and the contents of targets: those named after DIR, or
three. The client's state is kept in DIR/client between runs, so that rollback checks apply.
"""

import pathlib
import sys
import urllib.parse

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

directory = pathlib.Path(sys.argv[1])


class Files(FetcherInterface):
    """Serves URLs of the form file:///PATH as a static web server would."""

    def _fetch(self, url):
        path = pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(url).path))
        if not path.is_file():
            raise DownloadHTTPError("not found", 404)
        yield path.read_bytes()


client = directory / "client"
client.mkdir(exist_ok=True)
base = "file://" + urllib.parse.quote(str(directory / "repository"))
updater = Updater(
    metadata_dir=str(client),
    metadata_base_url=base + "/metadata/",
    target_base_url=base + "/targets/",
    target_dir=str(client),
    fetcher=Files(),
    bootstrap=(directory / "root.json").read_bytes(),
)
updater.refresh()
trusted = updater._trusted_set
words = [str(trusted.root.version), str(trusted.timestamp.version)]
for name in sys.argv[2:] or ["dir/a b.img", "p/q/x1", "h/é"]:
    info = updater.get_targetinfo(name)
    if info is None:
        sys.exit("no target " + name)
    words.append(pathlib.Path(updater.download_target(info, str(client / "target"))).read_text())
print(" ".join(words))
