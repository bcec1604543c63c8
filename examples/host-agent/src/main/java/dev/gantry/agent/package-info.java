// SPDX-License-Identifier: Apache-2.0 OR MIT

/** A host agent that serves the settings API over a Unix socket and loopback. */
@org.jspecify.annotations.NullMarked
package dev.gantry.agent;
