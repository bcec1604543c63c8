// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingsJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPatchTest {
  /** Appendix A of RFC 6902 and its rules, in the order of the operations. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "{\"foo\":\"bar\"} ; [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"qux\"}] ;"
            + " {\"baz\":\"qux\",\"foo\":\"bar\"}",
        "{\"foo\":[\"bar\",\"baz\"]} ; [{\"op\":\"add\",\"path\":\"/foo/1\",\"value\":\"qux\"}] ;"
            + " {\"foo\":[\"bar\",\"qux\",\"baz\"]}",
        "{\"baz\":\"qux\",\"foo\":\"bar\"} ; [{\"op\":\"remove\",\"path\":\"/baz\"}] ;"
            + " {\"foo\":\"bar\"}",
        "{\"foo\":[\"bar\",\"qux\",\"baz\"]} ; [{\"op\":\"remove\",\"path\":\"/foo/1\"}] ;"
            + " {\"foo\":[\"bar\",\"baz\"]}",
        "{\"baz\":\"qux\"} ; [{\"op\":\"replace\",\"path\":\"/baz\",\"value\":\"boo\"}] ;"
            + " {\"baz\":\"boo\"}",
        "{\"a\":{\"x\":1},\"b\":{}} ; [{\"op\":\"move\",\"from\":\"/a/x\",\"path\":\"/b/y\"}] ;"
            + " {\"a\":{},\"b\":{\"y\":1}}",
        "{\"foo\":[1,2,3]} ; [{\"op\":\"move\",\"from\":\"/foo/0\",\"path\":\"/foo/2\"}] ;"
            + " {\"foo\":[2,3,1]}",
        "{\"a\":1} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":1.0}] ; {\"a\":1}",
        "{\"foo\":\"bar\"} ; [{\"op\":\"add\",\"path\":\"/child\",\"value\":{\"x\":{}}}] ;"
            + " {\"child\":{\"x\":{}},\"foo\":\"bar\"}",
        "{\"foo\":\"bar\"} ; [{\"op\":\"add\",\"path\":\"/baz\",\"value\":\"q\",\"xyz\":1}] ;"
            + " {\"baz\":\"q\",\"foo\":\"bar\"}",
        "{\"/\":9,\"~1\":10} ; [{\"op\":\"test\",\"path\":\"/~01\",\"value\":10}] ;"
            + " {\"/\":9,\"~1\":10}",
        "{\"foo\":[\"bar\"]} ; [{\"op\":\"add\",\"path\":\"/foo/-\",\"value\":[\"a\"]}] ;"
            + " {\"foo\":[\"bar\",[\"a\"]]}",
        "{\"a\":[1]} ; [{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/b\"}] ;"
            + " {\"a\":[1],\"b\":[1]}",
        "{\"a\":1} ; [{\"op\":\"replace\",\"path\":\"\",\"value\":{\"b\":2}}] ; {\"b\":2}",
        "{\"a\":1} ; [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a\"}] ; {\"a\":1}",
        "{\"a\":[1,{\"b\":2.0}]} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":[1.0,{\"b\":2}]}] ;"
            + " {\"a\":[1,{\"b\":2.0}]}",
        "{\"a\":[]} ; [{\"op\":\"add\",\"path\":\"/a/0\",\"value\":1}] ; {\"a\":[1]}",
        "{\"a\":[1,[2]]} ; [{\"op\":\"replace\",\"path\":\"/a/1/0\",\"value\":3}] ;"
            + " {\"a\":[1,[3]]}",
        "{\"a\":1} ; [] ; {\"a\":1}"
      })
  void rfc_6902_appliesOperations(String target, String patch, String result) throws Exception {
    SettingValue before = SettingsJson.read("target", target).orElseThrow();
    assertEquals(result, SettingsJson.write(JsonPatch.read("patch", patch).applyTo(before)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "{} ; {}",
        "{} ; [1]",
        "{} ; [{\"op\":\"spin\",\"path\":\"/a\"}]",
        "{} ; [{\"op\":\"add\",\"path\":\"/a\"}]",
        "{} ; [{\"op\":\"add\",\"path\":\"a\",\"value\":1}]",
        "{} ; [{\"op\":\"add\",\"path\":\"/~2\",\"value\":1}]",
        "{} ; [{\"op\":\"add\",\"path\":\"/~\",\"value\":1}]",
        "{} ; [{\"path\":\"/a\",\"value\":1}]",
        "{} ; [{\"op\":\"remove\"}]",
        "{} ; [{\"op\":\"move\",\"path\":\"/a\"}]",
        "{} ; [{\"op\":\"remove\",\"path\":\"/a\"}]",
        "{} ; [{\"op\":\"remove\",\"path\":\"\"}]",
        "{} ; [{\"op\":\"replace\",\"path\":\"/a\",\"value\":1}]",
        "{} ; [{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]",
        "{\"a\":1} ; [{\"op\":\"add\",\"path\":\"/a/b\",\"value\":1}]",
        "{\"a\":[1]} ; [{\"op\":\"add\",\"path\":\"/a/2\",\"value\":1}]",
        "{\"a\":[1]} ; [{\"op\":\"add\",\"path\":\"/a/01\",\"value\":1}]",
        "{\"a\":[1]} ; [{\"op\":\"add\",\"path\":\"/a/99999999999\",\"value\":1}]",
        "{\"a\":[1]} ; [{\"op\":\"remove\",\"path\":\"/a/-\"}]",
        "{\"a\":[1]} ; [{\"op\":\"replace\",\"path\":\"/a/1\",\"value\":1}]",
        "{\"a\":1} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":\"1\"}]",
        "{\"a\":[1,2]} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":[1]}]",
        "{\"a\":[1]} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":[1,2]}]",
        "{\"a\":[1,2]} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":[1,3]}]",
        "{\"a\":[1,2]} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":[3,2]}]",
        "{\"a\":{\"b\":1}} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":{\"c\":1}}]",
        "{\"a\":{\"b\":1}} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":{\"b\":2}}]",
        "{\"a\":{\"b\":1}} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":{}}]",
        "{\"a\":[]} ; [{\"op\":\"test\",\"path\":\"/a\",\"value\":{}}]",
        "{\"a\":[1]} ; [{\"op\":\"add\",\"path\":\"/a/-1\",\"value\":1}]",
        "{\"a\":{\"b\":{}}} ; [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b/c\"}]",
        "{\"a\":{}} ; [{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/a/b\"}]",
        "{\"a\":1} ; [{\"op\":\"copy\",\"from\":\"/b\",\"path\":\"/c\"}]"
      })
  void whatDoesNotFitIsRefused(String target, String patch) throws Exception {
    SettingValue before = SettingsJson.read("target", target).orElseThrow();
    assertThrows(JsonPatchException.class, () -> JsonPatch.read("patch", patch).applyTo(before));
  }

  @Test
  void copiesOfCopiesEnd() throws Exception {
    StringBuilder patch = new StringBuilder("[");
    for (int i = 0; i < 64; i++) {
      patch.append(i == 0 ? "" : ",");
      patch.append("{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/x\"}");
      patch.append(",{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/y\"}");
    }
    JsonPatch bomb = JsonPatch.read("patch", patch.append("]").toString());
    SettingValue before = SettingsJson.read("target", "{\"a\":{\"z\":1}}").orElseThrow();
    JsonPatchException thrown = assertThrows(JsonPatchException.class, () -> bomb.applyTo(before));
    assertEquals("/a/x", thrown.pointer());
  }

  @Test
  void documentsDoNotBecomeDeepByMoves() throws Exception {
    String deep = "{\"x\":".repeat(40) + "1" + "}".repeat(40);
    String bottom = "/x".repeat(39);
    JsonPatch patch =
        JsonPatch.read(
            "patch",
            "[{\"op\":\"add\",\"path\":\"/t\",\"value\":"
                + deep
                + "},{\"op\":\"add\",\"path\":\"/u\",\"value\":"
                + deep
                + "},{\"op\":\"move\",\"from\":\"/t\",\"path\":\"/u"
                + bottom
                + "/y\"}]");
    JsonPatchException thrown =
        assertThrows(
            JsonPatchException.class,
            () -> patch.applyTo(SettingsJson.read("target", "{}").orElseThrow()));
    assertEquals(2, thrown.operation());
  }
}
