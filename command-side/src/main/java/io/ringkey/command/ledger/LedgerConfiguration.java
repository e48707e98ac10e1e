package io.ringkey.command.ledger;

import io.ringkey.command.dispatch.Automation;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

@Configuration(proxyBeanMethods = false)
@Conditional(LedgerConfiguration.IsKept.class)
class LedgerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerConfiguration.class);

    /** An erasure stands in the record at once, and in the file soon enough. */
    private static final Duration REST = Duration.ofMillis(100);

    /** Without the setting there is nothing to follow the record for. */
    static final class IsKept implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean kept = context.getBeanFactory() != null
                    && context.getBeanFactory().getSingleton("settings") instanceof Settings settings
                    && settings.given(Setting.ERASURE_LEDGER);
            if (!kept) {
                LOG.warn(
                        "{} is not set: whoever is erased after a backup is there again when it is restored",
                        Setting.ERASURE_LEDGER.variable());
            }
            return kept;
        }
    }

    @Bean
    ErasureLedger erasureLedger(Settings settings) {
        return new ErasureLedger(settings.path(Setting.ERASURE_LEDGER));
    }

    @Bean
    Erasures erasures(CommandSideSchema migrated, DataSource dataSource) {
        return new Erasures(dataSource);
    }

    @Bean
    LedgerAndRecord ledgerAndRecord(ErasureLedger ledger, Erasures erasures, Commands commands) {
        return new LedgerAndRecord(ledger, erasures, commands);
    }

    @Bean
    WhenPersonErasedThenKeepTheirId whenPersonErasedThenKeepTheirId(ErasureLedger ledger) {
        return new WhenPersonErasedThenKeepTheirId(ledger);
    }

    @Bean
    Automation keepErasures() {
        return new Automation(WhenPersonErasedThenKeepTheirId.GROUP, REST);
    }
}
