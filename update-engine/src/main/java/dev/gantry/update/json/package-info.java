// SPDX-License-Identifier: Apache-2.0 OR MIT

/** A small strict JSON tree for the documents of this module; not exported. */
@org.jspecify.annotations.NullMarked
package dev.gantry.update.json;
