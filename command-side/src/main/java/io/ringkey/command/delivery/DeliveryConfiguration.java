package io.ringkey.command.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class DeliveryConfiguration {

    @Bean
    CodeSender codeSender(Settings settings, Clock clock) {
        String sender = settings.text(Setting.SMS_SENDER);
        return switch (sender) {
            case NothingToSend.OUTBOX, NothingToSend.ECHO -> new NothingToSend(sender);
            case Webhook.NAME ->
                new Webhook(
                        settings.uri(Setting.WEBHOOK_URL).orElseThrow(), settings.text(Setting.WEBHOOK_SECRET), clock);
            default -> throw new BadSetting(Setting.SMS_SENDER.variable() + " names no sender of this program.");
        };
    }

    @Bean
    Sending sending(
            DeliveryRows rows,
            Outgoing outgoing,
            CodeSender sender,
            Settings settings,
            Commands commands,
            Clock clock,
            MeterRegistry meters) {
        var texts = new MessageTexts(settings.text(Setting.LANGUAGE), settings.publicUrl());
        return new Sending(rows, outgoing, sender, texts, commands, clock, new SendMeters(meters, sender.name()));
    }
}
