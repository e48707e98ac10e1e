package io.ringkey.web;

import org.springframework.context.annotation.Configuration;

/** All that both sides' HTTP shares. A side's application imports this class, once or twice. */
@Configuration(proxyBeanMethods = false)
public class WebSupportConfiguration {}
