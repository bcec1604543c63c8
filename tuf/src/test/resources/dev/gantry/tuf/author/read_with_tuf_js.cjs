// SPDX-License-Identifier: Apache-2.0 OR MIT
// MODULES DIR NAME...: reads DIR/repository with the client of tuf-js in MODULES, trusting
// DIR/root.json, and prints the content of each target that is named. State is kept in DIR/js-client between runs.
const fs = require('fs');
const path = require('path');

const [modules, directory, ...names] = process.argv.slice(2);
const { BaseFetcher, Updater } = require(path.join(modules, 'tuf-js'));
const { DownloadHTTPError } = require(path.join(modules, 'tuf-js/dist/error'));

// Serves URLs of the form file:///PATH as a static web server would.
class Files extends BaseFetcher {
  async fetch(url) {
    const file = decodeURIComponent(url.slice('file://'.length));
    if (!fs.existsSync(file)) throw new DownloadHTTPError('not found', 404);
    return new Blob([fs.readFileSync(file)]).stream();
  }
}

async function main() {
  const state = path.join(directory, 'js-client');
  const targets = path.join(state, 'targets');
  fs.mkdirSync(targets, { recursive: true });
  if (!fs.existsSync(path.join(state, 'root.json'))) {
    fs.copyFileSync(path.join(directory, 'root.json'), path.join(state, 'root.json'));
  }
  const base = 'file://' + path.join(directory, 'repository');
  const updater = new Updater({
    metadataDir: state,
    metadataBaseUrl: base + '/metadata',
    targetDir: targets,
    targetBaseUrl: base + '/targets',
    fetcher: new Files(),
  });
  await updater.refresh();
  for (const name of names) {
    const info = await updater.getTargetInfo(name);
    if (!info) throw new Error('no target ' + name);
    console.log(fs.readFileSync(await updater.downloadTarget(info), 'utf8'));
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
