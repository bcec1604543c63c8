// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Strict JSON in, canonical JSON (OLPC) out. */
package dev.gantry.tuf.internal.json;
