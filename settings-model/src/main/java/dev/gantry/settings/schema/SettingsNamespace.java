// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a record that is bound to a namespace, the outermost name in the settings. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SettingsNamespace {
  /**
   * Returns the name.
   *
   * @return for example {@code kubernetes}
   */
  String value();

  /**
   * Returns what the namespace is for.
   *
   * @return one or two sentences for the reference
   */
  String doc();

  /**
   * Returns the first release of the model that had it.
   *
   * @return a version, or an empty text
   */
  String since() default "";

  /**
   * Tells whether the namespace has no names below it: the record's only component is its value, as
   * in {@code motd = "Welcome"}.
   *
   * @return whether the record is left out
   */
  boolean inline() default false;
}
