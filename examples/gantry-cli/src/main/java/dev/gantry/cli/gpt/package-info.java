// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Verbs about partition tables and slots. */
@org.jspecify.annotations.NullMarked
package dev.gantry.cli.gpt;
