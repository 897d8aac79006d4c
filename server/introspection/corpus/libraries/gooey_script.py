from gooey import Gooey, GooeyParser


@Gooey(program_name="x")
def main():
    parser = GooeyParser(description="Windows")
    parser.add_argument("File", widget="FileChooser", gooey_options={"full_width": True})
    group = parser.add_argument_group("Dates", gooey_options={"columns": 1})
    group.add_argument("--when", widget="DateChooser")
    parser.parse_args()


main()
