// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * {@code gantry verity}: the verbs and options of veritysetup where they mean the same, and more.
 */
@NullMarked
package dev.gantry.cli.verity;

import org.jspecify.annotations.NullMarked;
