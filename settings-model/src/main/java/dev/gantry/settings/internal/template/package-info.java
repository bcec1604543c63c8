// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The parser, the evaluator and the standard helpers of templates. */
package dev.gantry.settings.internal.template;
