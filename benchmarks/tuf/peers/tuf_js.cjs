// SPDX-License-Identifier: Apache-2.0 OR MIT
// tuf-js: BASE WORK RUNS [lookup|download NAME]; prints wall and CPU microseconds of each run.
const fs = require('fs');
const path = require('path');
const { Updater } = require('tuf-js');

async function main() {
  const [base, work, runs, verb, name] = process.argv.slice(2);
  for (let run = 0; run < Number(runs); run++) {
    const directory = path.join(work, `run-${run}`);
    const store = path.join(directory, 'store');
    const targets = path.join(directory, 'targets');
    fs.mkdirSync(store, { recursive: true });
    fs.mkdirSync(targets);
    const cpu = process.cpuUsage();
    const start = process.hrtime.bigint();
    fs.copyFileSync(path.join(work, 'root.json'), path.join(store, 'root.json'));
    const updater = new Updater({
      metadataDir: store,
      metadataBaseUrl: base + 'metadata',
      targetDir: targets,
      targetBaseUrl: base + 'targets',
      config: {
        maxRootRotations: 2000,
        snapshotMaxLength: 1 << 26,
        targetsMaxLength: 1 << 26,
        rootMaxLength: 1 << 26,
      },
    });
    await updater.refresh();
    if (verb) {
      const info = await updater.getTargetInfo(name);
      if (!info) throw new Error('not found');
      if (verb === 'download') fs.rmSync(await updater.downloadTarget(info));
    }
    const used = process.cpuUsage(cpu);
    console.log(`${(process.hrtime.bigint() - start) / 1000n} ${used.user + used.system}`);
  }
}

main();
