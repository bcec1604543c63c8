// SPDX-License-Identifier: Apache-2.0 OR MIT
/** {@code gantry tuf}: the verbs of a TUF repository, from the root ceremony to the download. */
@NullMarked
package dev.gantry.cli.tuf;

import org.jspecify.annotations.NullMarked;
