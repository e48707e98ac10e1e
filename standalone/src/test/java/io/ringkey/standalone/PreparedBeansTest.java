package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.eventstore.LoggingInTurns;
import io.ringkey.standalone.support.SharedProgram;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplication.AbandonedRunException;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** What the build has found out of beans is what a start would find out. */
class PreparedBeansTest {

    private static final Map<Setting, String> USUAL = Map.of(Setting.ERASURE_LEDGER, "erased");

    /** Each of another value than is usual, but for those that only say where something is. */
    private static final Map<Setting, String> UNUSUAL = Map.ofEntries(
            Map.entry(Setting.ERASURE_LEDGER, "elsewhere"),
            Map.entry(Setting.PORT, "0"),
            Map.entry(Setting.PUBLIC_URL, "https://login.example.org"),
            Map.entry(Setting.MANAGEMENT_ADDRESS, "127.0.0.2"),
            Map.entry(Setting.MANAGEMENT_PORT, "0"),
            Map.entry(Setting.DATABASE_URL, "jdbc:postgresql://db.example.org/ringkey"),
            Map.entry(Setting.SMS_SENDER, "webhook"),
            Map.entry(Setting.WEBHOOK_URL, "https://sms.example.org"),
            Map.entry(Setting.WEBHOOK_SECRET, "a-secret-of-a-webhook"),
            Map.entry(Setting.MASTER_KEY, "5b".repeat(32)),
            Map.entry(Setting.LIMITS, "off"),
            Map.entry(Setting.COUNTRIES, "RU,KZ"),
            Map.entry(Setting.DORMANT_AFTER, "P1D"),
            Map.entry(Setting.LOGIN_DETAILS_KEPT, "P1D"),
            Map.entry(Setting.TOMBSTONE_LIFE, "P1D"),
            Map.entry(Setting.ADMIN_PHONE, "+79130000001"),
            Map.entry(Setting.OUTBOX_KEY, "a-key-of-an-outbox"),
            Map.entry(Setting.LANGUAGE, "en"),
            Map.entry(Setting.CORS_ORIGINS, "https://app.example.org"));

    @Test
    void areThoseThatAStartFinds() {
        assertThat(found(settings(UNUSUAL))).isEqualTo(prepared());
    }

    @Test
    void areUsedByTheProgram() {
        assertThat(SharedProgram.get().output()).contains("Starting AOT-processed");
    }

    @ParameterizedTest
    @CsvSource({"OTLP_ENDPOINT, http://collector.example.org:4318", "ERASURE_LEDGER, ''", "MANAGEMENT_PORT, 8000"})
    void areLeftAloneWhereASettingWantsOtherBeans(Setting setting, String value) {
        assertThat(PreparedBeans.fit(settings(USUAL))).isTrue();
        assertThat(PreparedBeans.fit(settings(USUAL).with(setting, value))).isFalse();
        assertThat(found(settings(USUAL).with(setting, value))).isNotEqualTo(prepared());
    }

    private static Settings settings(Map<Setting, String> values) {
        var environment = values.entrySet().stream()
                .collect(Collectors.toMap(value -> value.getKey().variable(), Map.Entry::getValue));
        return Settings.of(environment);
    }

    private static Set<String> prepared() {
        var context = new GenericApplicationContext();
        PreparedBeans.definitions().initialize(context);
        return beans(context);
    }

    private static Set<String> found(Settings settings) {
        var context = new AtomicReference<GenericApplicationContext>();
        assertThatThrownBy(() -> SpringApplication.withHook(
                        application -> new SpringApplicationRunListener() {
                            @Override
                            public void contextLoaded(ConfigurableApplicationContext loaded) {
                                context.set((GenericApplicationContext) loaded);
                                throw new AbandonedRunException(loaded);
                            }
                        },
                        () -> RingkeyApplication.run(
                                StandaloneApplication.class, settings, "test", LoggingInTurns::of)))
                .isInstanceOf(AbandonedRunException.class);
        context.get().refreshForAotProcessing(new RuntimeHints());
        return beans(context.get());
    }

    /** But for those that find the others, or read what is written on them. */
    private static Set<String> beans(GenericApplicationContext context) {
        var names = new TreeSet<>(Set.of(context.getBeanDefinitionNames()));
        names.removeAll(
                Set.of(context.getBeanFactory().getBeanNamesForType(BeanFactoryPostProcessor.class, true, false)));
        names.removeIf(name -> name.matches("org\\.springframework\\..*\\.internal\\w+|.*aot-processor#\\d"));
        return names;
    }
}
