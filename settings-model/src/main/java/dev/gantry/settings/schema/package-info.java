// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What settings may be: types, namespaces, rules, and the model that holds them together. */
package dev.gantry.settings.schema;
