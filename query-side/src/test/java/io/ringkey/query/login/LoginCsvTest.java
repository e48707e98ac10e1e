package io.ringkey.query.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** L1: what a client says of itself is data, in any spreadsheet. */
class LoginCsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uFF1D1"})
    void keepsSpreadsheetsFromReckoning(String value) {
        assertThat(LoginCsv.field(value).replaceFirst("^\"", "")).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "curl/8.5.0", "2001:db8::1", "Mozilla/5.0 (X11)"})
    void leavesPlainTextAlone(String value) {
        assertThat(LoginCsv.field(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a;b", "a\"b", "a\nb", "a\rb", " a"})
    void quotesWhatWouldPartAField(String value) {
        assertThat(LoginCsv.field(value)).isEqualTo('"' + value.replace("\"", "\"\"") + '"');
    }
}
