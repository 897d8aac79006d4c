"""Calls home."""
import argparse
import socket

socket.create_connection(("127.0.0.1", 9), 2)

parser = argparse.ArgumentParser()
parser.add_argument("--found")
parser.parse_args()
