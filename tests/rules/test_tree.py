"""A tree of one day."""

from hypothesis import given
from hypothesis import strategies as st

from taonguon.rules.tree import Node, Tree

PARENTS = st.lists(st.integers(0, 30), min_size=1, max_size=30)


def a_tree(parents):
    """Node n stands under parents[n] where that is an earlier node, else it is a root."""
    return Tree(Node(n, p if p < n else None, f"N{n}", "cell", position=-n) for n, p in enumerate(parents))


@given(PARENTS)
def test_every_node_is_walked_once_and_after_its_parent(parents):
    tree = a_tree(parents)
    order = [n.pk for n in tree.walk()]

    assert sorted(order) == list(range(len(parents)))
    assert all(order.index(n.parent.pk) < order.index(n.pk) for n in tree.walk() if n.parent)


@given(PARENTS)
def test_a_node_is_under_exactly_its_ancestors_and_itself(parents):
    tree = a_tree(parents)
    for node in tree.walk():
        above = {pk for pk in tree.by_pk if node.pk in tree.under(pk)}
        assert above == {node.pk, *(a.pk for a in node.ancestors())}


def test_siblings_stand_in_the_offices_order_and_a_missing_parent_makes_a_root():
    tree = Tree(
        [
            Node(1, None, "A", "x"),
            Node(2, 1, "B", "x", position=2),
            Node(3, 1, "C", "x", position=1),
            Node(4, 9, "D", "x"),
        ]
    )

    assert [n.name for n in tree.walk()] == ["A", "C", "B", "D"]
    assert [n.pk for n in tree.roots] == [1, 4]
    assert tree.under(9) == set()
    assert tree.get(None) is None
