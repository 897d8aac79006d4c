from absl import app, flags

flags.DEFINE_string("name", None, "Your name")
flags.DEFINE_integer("age", 3, "Age", lower_bound=0, upper_bound=120)
flags.DEFINE_enum("job", "running", ["running", "stopped"], "status")
flags.DEFINE_bool("debug", False, "dbg", short_name="d")
flags.DEFINE_multi_string("tag", [], "tags")
flags.DEFINE_list("items", ["a", "b"], "a list")
flags.mark_flag_as_required("name")


def main(argv):
    raise SystemExit("the work was done")


if __name__ == "__main__":
    app.run(main)
