// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.template;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.settings.SourceSpan;
import dev.gantry.settings.internal.template.FrontMatter;
import dev.gantry.settings.internal.template.FrontMatterReader;
import dev.gantry.settings.internal.template.Node;
import dev.gantry.settings.internal.template.TemplateParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A template of a configuration file, as Bottlerocket has them: which parts of the settings it
 * needs, which helpers it imports, and a body in a part of the Handlebars language.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a
 *     href="https://github.com/bottlerocket-os/bottlerocket-core-kit">bottlerocket-core-kit</a>,
 *     sources/api/schnauzer
 */
public final class Template {
  private final String name;
  private final List<ExtensionRequirement> requirements;
  private final boolean seesAll;
  private final String body;
  private final List<Node> nodes;
  private final Map<String, SourceSpan> places;

  private Template(
      String name, FrontMatter front, boolean seesAll, String body, TemplateLimits limits)
      throws MalformedTemplateException, LimitExceededException {
    this.name = name;
    this.requirements = front.requirements();
    this.places = front.places();
    this.seesAll = seesAll;
    this.body = body;
    this.nodes = TemplateParser.parse(name, body, front.bodyLine(), limits);
    refuseCollisions();
  }

  /**
   * Reads a template in its second form: front matter in TOML, a line of three or more {@code +},
   * and the body.
   *
   * @param name name of the template for messages
   * @param text the template
   * @param limits what it may take
   * @return the template
   * @throws MalformedTemplateException if it is not a template; the first problem counts
   * @throws LimitExceededException if it is too long or nested too deeply
   */
  public static Template parse(String name, String text, TemplateLimits limits)
      throws MalformedTemplateException, LimitExceededException {
    LimitExceededException.check("characters of a template", limits.sourceChars(), text.length());
    FrontMatter front = FrontMatterReader.read(name, text);
    return new Template(name, front, false, text.substring(front.bodyStart()), limits);
  }

  /**
   * Reads a template in its second form with the usual limits.
   *
   * @param name name of the template for messages
   * @param text the template
   * @return the template
   * @throws MalformedTemplateException if it is not a template; the first problem counts
   * @throws LimitExceededException if it is too long or nested too deeply
   */
  public static Template parse(String name, String text)
      throws MalformedTemplateException, LimitExceededException {
    return parse(name, text, TemplateLimits.DEFAULT);
  }

  /**
   * Reads a template in its first form, which is only a body: it sees all settings and may call all
   * helpers.
   *
   * @param name name of the template for messages
   * @param body the template
   * @return the template
   * @throws MalformedTemplateException if it is not a template; the first problem counts
   * @throws LimitExceededException if it is too long or nested too deeply
   */
  public static Template ofBody(String name, String body)
      throws MalformedTemplateException, LimitExceededException {
    return new Template(name, FrontMatter.none(List.of()), true, body, TemplateLimits.DEFAULT);
  }

  /**
   * Makes a template of its parts, as the command {@code schnauzer-v2 render} gets them.
   *
   * @param name name of the template for messages
   * @param requirements what the template needs; of two with one name the later counts
   * @param body the body
   * @return the template
   * @throws MalformedTemplateException if it is not a template; the first problem counts
   * @throws LimitExceededException if it is too long or nested too deeply
   */
  public static Template of(String name, List<ExtensionRequirement> requirements, String body)
      throws MalformedTemplateException, LimitExceededException {
    return new Template(name, FrontMatter.none(requirements), false, body, TemplateLimits.DEFAULT);
  }

  private void refuseCollisions() throws MalformedTemplateException {
    Set<String> names = new HashSet<>();
    for (ExtensionRequirement requirement : requirements) {
      for (String helper : requirement.helpers()) {
        if (!names.add(helper)) {
          throw new MalformedTemplateException(
              place(requirement.name(), helper),
              "the helper " + Text.quote(helper) + " is imported twice");
        }
      }
    }
  }

  /**
   * Returns the name for messages.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns what the template needs.
   *
   * @return requirements, sorted by name; empty for the first form
   */
  public List<ExtensionRequirement> requirements() {
    return requirements;
  }

  /**
   * Tells whether the template is in its first form, so that it sees all settings and may call all
   * helpers.
   *
   * @return whether it has no front matter
   */
  public boolean seesAll() {
    return seesAll;
  }

  /**
   * Returns the body.
   *
   * @return what comes behind the front matter
   */
  public String body() {
    return body;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Returns where the front matter names an extension or one of its helpers. */
  SourceSpan place(String extension, String helper) {
    SourceSpan span = places.get(FrontMatter.placeName(extension, helper));
    return span == null ? new SourceSpan(name, 1, 1, 1, 1) : span;
  }

  List<String> importedHelpers() {
    List<String> all = new ArrayList<>();
    requirements.forEach(requirement -> all.addAll(requirement.helpers()));
    return all;
  }

  /**
   * Names the template.
   *
   * @return its name
   */
  @Override
  public String toString() {
    return name;
  }
}
