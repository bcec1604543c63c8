// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.update;

import dev.gantry.tuf.VerifiedTarget;

/** The three targets of a release in files, verified. */
record StagedTargets(VerifiedTarget boot, VerifiedTarget root, VerifiedTarget hash) {}
