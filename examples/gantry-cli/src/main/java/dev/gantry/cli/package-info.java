// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The {@code gantry} command: one thin verb for each capability of the libraries. */
@org.jspecify.annotations.NullMarked
package dev.gantry.cli;
