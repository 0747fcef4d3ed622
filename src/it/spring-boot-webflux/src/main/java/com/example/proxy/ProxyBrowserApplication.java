package com.example.proxy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class ProxyBrowserApplication {

    public static void main(String[] args) {
        SpringApplication.run(ProxyBrowserApplication.class, args);
    }
}
