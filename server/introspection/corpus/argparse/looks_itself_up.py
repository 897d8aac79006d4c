"""Asks for its own machine's address first, which needs no network, and starts from a function."""
import argparse
import socket


def main():
    return work()


def work():
    socket.getaddrinfo("127.0.0.1", 80)
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="localhost")
    parser.parse_args()


main()
