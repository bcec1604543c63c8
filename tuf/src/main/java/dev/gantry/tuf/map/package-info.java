// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Targets that several repositories must agree on: the map file of TAP 4. */
package dev.gantry.tuf.map;
