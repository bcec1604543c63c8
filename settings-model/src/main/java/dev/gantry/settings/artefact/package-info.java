// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What is made of a model for others: JSON Schema, OpenAPI and the reference. */
package dev.gantry.settings.artefact;
