// SPDX-License-Identifier: Apache-2.0 OR MIT

/** {@code gantry demo}: one host, updated, failed over, attacked and rolled back. */
@org.jspecify.annotations.NullMarked
package dev.gantry.cli.demo;
