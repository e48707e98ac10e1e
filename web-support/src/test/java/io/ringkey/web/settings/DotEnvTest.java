package io.ringkey.web.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {

    @TempDir
    private Path directory;

    @Test
    void skipsBlankLinesAndComments() {
        assertThat(DotEnv.parse("\n# a comment\n   \n  # another\nA=1\n\n")).isEqualTo(Map.of("A", "1"));
    }

    @Test
    void readsLinesThatEndAsOnWindowsAndAByteOrderMark() {
        assertThat(DotEnv.parse("\uFEFFA=1\r\nB='2'\r\n\r\n")).isEqualTo(Map.of("A", "1", "B", "2"));
    }

    @Test
    void takesTheWordExport() {
        assertThat(DotEnv.parse("export A=1\nexport\tB=2")).isEqualTo(Map.of("A", "1", "B", "2"));
    }

    @Test
    void endsABareValueAtAComment() {
        assertThat(DotEnv.parse("A=one two  # why\nB=#fff\nC=a#b\nD=  # none\nE="))
                .isEqualTo(Map.of("A", "one two", "B", "#fff", "C", "a#b", "D", "", "E", ""));
    }

    @Test
    void readsQuotedValues() {
        assertThat(DotEnv.parse("""
                A='single # $x \\n'   # comment
                B="a \\"b\\" \\\\ \\$c\\n\\t"
                C=""
                """)).isEqualTo(Map.of("A", "single # $x \\n", "B", "a \"b\" \\ $c\n\t", "C", ""));
    }

    @Test
    void keepsEqualsSignsAndDollarsOfAValue() {
        assertThat(DotEnv.parse("A=aGk=\nB=$HOME")).isEqualTo(Map.of("A", "aGk=", "B", "$HOME"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "just words",
                "A =1",
                "1A=1",
                "A= 1",
                "A='open",
                "A=\"open",
                "A=\"open\\",
                "A='shut' hunter2",
                "A='shut'#hunter2",
                "A=\"\\q\"",
                "=1"
            })
    void refusesALineThatCouldBeReadTwoWaysAndDoesNotRepeatIt(String line) {
        assertThatThrownBy(() -> DotEnv.parse("OK=1\n" + line))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("Line 2 of .env ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesANameThatIsSetTwice() {
        assertThatThrownBy(() -> DotEnv.parse("A=1\nA=2"))
                .isInstanceOf(BadSetting.class)
                .hasMessage("Line 2 of .env sets A a second time.");
    }

    @Test
    void readsNothingWhereThereIsNoFile() {
        assertThat(DotEnv.read(directory.resolve(".env"))).isEmpty();
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Path file = Files.write(directory.resolve(".env"), new byte[] {'A', '=', (byte) 0xff});
        assertThatThrownBy(() -> DotEnv.read(file))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Path file = Files.createDirectory(directory.resolve(".env"));
        assertThatThrownBy(() -> DotEnv.read(file))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"RINGKEY_PORT,9000,9000", "RINGKEY_PORT,,8000", "OTHER,x,7000"})
    void letsTheEnvironmentWinOverTheFile(String name, String value, int port) throws IOException {
        Files.writeString(directory.resolve(".env"), "RINGKEY_PORT=7000\n", StandardCharsets.UTF_8);
        Settings settings = Settings.load(directory, Map.of(name, value == null ? "" : value));
        assertThat(settings.number(Setting.PORT)).isEqualTo(port);
    }

    @Test
    void ignoresOtherPeoplesNames() {
        Map<String, String> read = DotEnv.parse("COMPOSE_PROJECT_NAME=x");
        assertThat(Settings.of(read).list(Setting.CORS_ORIGINS)).isEqualTo(List.of());
    }
}
