// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Where metadata and targets come from: HTTP, a directory, memory, or what a vendor plugs in. */
package dev.gantry.tuf.fetch;
