// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Settings at rest: revisions, transactions, history, and keys that the model does not know. */
package dev.gantry.settings.store;
